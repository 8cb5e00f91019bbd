// valid.h: what may enter the journal, and so what may come out of it. Rules may be loosened, never made stricter: what
// an older endrange let in must still be read. Included by journal/*.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "core/training.h"

namespace endrange::journal {

/// What makes no sense about it, to follow "the set" or the like: "reps can't be less than 0"; "" where all is well.
std::string problem_of(const Moment& at);
std::string problem_of(const Person& person);
std::string problem_of(const SetRecord& set);
std::string problem_of(const Symptom& symptom);
std::string problem_of(const Choice& choice);

/// By which a name is found again: without the blanks around it, in small letters. Letters of Latin, Greek and Cyrillic
/// script; others stand for themselves.
std::string name_key(std::string_view name);

}  // namespace endrange::journal
