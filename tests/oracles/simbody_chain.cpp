#include "simbody_chain.h"

#include <Simbody.h>

namespace endrange {

std::vector<double> simbody_moments(const std::vector<Part>& parts, double gravity_x, double gravity_y,
                                    const std::vector<double>& at, const std::vector<double>& rate,
                                    const std::vector<double>& acceleration) {
  using namespace SimTK;
  MultibodySystem system;
  SimbodyMatterSubsystem matter(system);
  GeneralForceSubsystem forces(system);
  Force::UniformGravity gravity(forces, matter, Vec3(gravity_x, gravity_y, 0));
  std::vector<MobilizedBody> bodies;
  for (const Part& p : parts) {
    const Vec3 centre(p.cx, p.cy, 0);
    // A flat plate's inertia: only the axis out of the picture matters.
    const Inertia central(p.inertia / 2, p.inertia / 2, p.inertia);
    const MassProperties mass(p.mass, centre, central.shiftFromMassCenter(-centre, p.mass));
    MobilizedBody& parent =
        p.parent < 0 ? static_cast<MobilizedBody&>(matter.updGround()) : bodies[static_cast<std::size_t>(p.parent)];
    const Rotation turned(p.offset, ZAxis);
    if (p.sign == 0) {
      bodies.push_back(
          MobilizedBody::Weld(parent, Transform(turned, Vec3(p.x, p.y, 0)), Body::Rigid(mass), Transform()));
      continue;
    }
    // A pin turns about z; a negative sign is a pin whose z points into the picture.
    const Rotation flip(p.sign < 0 ? Pi : 0.0, XAxis);
    bodies.push_back(MobilizedBody::Pin(parent, Transform(turned * flip, Vec3(p.x, p.y, 0)), Body::Rigid(mass),
                                        Transform(flip, Vec3(0))));
  }
  State state = system.realizeTopology();
  const int n = static_cast<int>(at.size());
  Vector wanted(n), torque;
  for (int i = 0; i < n; ++i) {
    const auto k = static_cast<std::size_t>(i);
    state.updQ()[i] = at[k], state.updU()[i] = rate[k], wanted[i] = acceleration[k];
  }
  system.realize(state, Stage::Dynamics);
  matter.calcResidualForceIgnoringConstraints(state, system.getMobilityForces(state, Stage::Dynamics),
                                              system.getRigidBodyForces(state, Stage::Dynamics), wanted, torque);
  std::vector<double> out;
  for (int i = 0; i < n; ++i) out.push_back(torque[i]);
  return out;
}

}  // namespace endrange
