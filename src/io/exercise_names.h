// exercise_names.h: what other programs call the exercises.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace endrange {

/// The id (exercise/exercises.cpp) of an exercise by its name elsewhere, in any case, with or without hyphens, plural s
/// and an addition like "(Bodyweight)"; also by its id, and by free-exercise-db's key. "" where the name isn't known,
/// or stands for different movements in different programs.
std::string_view exercise_of_name(std::string_view name);

/// All names, as they are compared: lower case, without plural s. {name, id}
std::span<const std::pair<std::string_view, std::string_view>> exercise_names();

}  // namespace endrange
