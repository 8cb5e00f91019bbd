// error.h: how the outside world says no.
//
// A missing file, a damaged clip, a full disk: the function returns Result<T> holding an Error. "There is
// nothing there" (no rep, no person, a hidden joint) is not an error: it is an empty list, an optional or a NaN.
// A broken precondition is an assert. The library never prints and never exits.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace endrange {

struct Error {
  enum class Kind {
    not_found,     // the named file isn't there
    unreadable,    // it is there, but is damaged, empty, not of its kind, or over a limit
    unsupported,   // readable, but a kind this build doesn't handle
    bad_argument,  // the caller asked for something that makes no sense
    setup,         // a part of the installation is missing or damaged: the pose model
    io,            // writing failed: no permission, disk full
    interrupted,   // the user stopped it
  };
  Kind kind;
  std::string message;  ///< one sentence, no full stop, naming the input: "a.mp4: no video stream"
};

template <class T>
using Result = tl::expected<T, Error>;

/// Shorthand for `return failure(Error::Kind::io, path + ": disk full")`.
inline tl::unexpected<Error> failure(Error::Kind kind, std::string message) {
  return tl::unexpected<Error>(Error{kind, std::move(message)});
}

}  // namespace endrange
