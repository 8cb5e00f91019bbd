// flesh.h: the body's surface: one smooth skin over the bones, and how it follows them.
//
// The body is described by rounded shapes on each bone, melted into one another, and turned into a mesh once a clip, in
// a posture near the clip's own. Each vertex then follows its bones; the trunk's follow the line of the back exactly.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "synthetic/anatomy.h"
#include "synthetic/posture.h"
#include "synthetic/recipe.h"

namespace endrange::synthetic {

struct Vertex {
  Vec3 material;                        ///< body frame of the rest posture, m: where textures live
  Vec3 outward;                         ///< unit, rest posture
  double thickness = 0;                 ///< of what is worn here, m
  std::array<std::uint8_t, 3> bones{};  ///< that it follows
  std::array<float, 3> weights{};       ///< sum 1
};

struct Triangle {
  std::array<std::uint32_t, 3> corners;
  Bone part;  ///< whose paint it carries
};

/// The surface in its rest posture.
struct Flesh {
  Anatomy anatomy;
  Posture rest;
  std::vector<Vertex> vertices;
  std::vector<Triangle> triangles;
};

/// The same bone, or one that it meets at a joint.
bool are_neighbours(std::size_t a, std::size_t b);

/// rest: a moment near the clip's own postures. cell: size of the mesh, m.
Flesh grow_flesh(const Anatomy& anatomy, const Recipe& recipe, const Moment& rest, double cell);

/// The surface at one moment.
struct Surface {
  std::vector<Vec3> points;   ///< (vertices), world, m
  std::vector<Vec3> normals;  ///< (vertices), unit
};

/// Poses the surface: bones, line of the back, breath, and a loose shirt's hanging cloth.
/// surface is filled; its memory is used again from call to call.
void pose_flesh(const Flesh& flesh, const Recipe& recipe, const Posture& posture, Surface& surface);

}  // namespace endrange::synthetic
