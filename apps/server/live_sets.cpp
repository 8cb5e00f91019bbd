#include "server/live_sets.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

#include "server/film.h"

namespace endrange::server {

namespace {

using namespace std::chrono_literals;

constexpr auto kForgottenAfter = 10s;
// With nobody who wants its place. A page in the background, or one that asks for the camera, sends no pictures for a
// while, and its set should still be there.
constexpr auto kSweptAfter = 120s;

tl::unexpected<Error> no_set() { return failure(Error::Kind::not_found, "there is no live set of that id"); }

void mirror_rows(char* plane, std::size_t width, std::size_t height, std::size_t pixel_bytes) {
  for (std::size_t y = 0; y < height; ++y) {
    char* row = plane + y * width * pixel_bytes;
    for (std::size_t left = 0, right = width - 1; left < right; ++left, --right)
      std::swap_ranges(row + left * pixel_bytes, row + (left + 1) * pixel_bytes, row + right * pixel_bytes);
  }
}

}  // namespace

void mirror(RawPicture& p) {
  const auto width = static_cast<std::size_t>(p.width), height = static_cast<std::size_t>(p.height);
  const std::size_t half = (width + 1) / 2, rows = (height + 1) / 2;
  char* at = p.bytes.data();
  if (p.format == PixelFormat::rgba || p.format == PixelFormat::bgra) return mirror_rows(at, width, height, 4);
  mirror_rows(at, width, height, 1);
  at += width * height;
  if (p.format == PixelFormat::nv12) return mirror_rows(at, half, rows, 2);
  mirror_rows(at, half, rows, 1);
  mirror_rows(at + half * rows, half, rows, 1);
}

Result<std::string> LiveSets::begin(const Wishes& wishes, const Moment& at) {
  {
    std::shared_ptr<Filming> forgotten;  // ends after the lock: its analysis may take a moment to stop
    const std::lock_guard lock(mutex_);
    if (filming_ != nullptr && Clock::now() - last_picture_ < kForgottenAfter)
      return failure(Error::Kind::interrupted, "another set is being filmed: end it first");
    forgotten = std::move(filming_);
  }
  auto set = film_live(wishes.options, wishes.goal);
  if (!set) return tl::unexpected(set.error());
  auto filming = std::make_shared<Filming>(new_id(), wishes, std::move(*set));
  filming->began = at;
  const std::lock_guard lock(mutex_);
  if (filming_ != nullptr) return failure(Error::Kind::interrupted, "another set is being filmed: end it first");
  filming_ = filming;
  last_picture_ = Clock::now();
  return filming->id;
}

std::shared_ptr<LiveSets::Filming> LiveSets::find(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (filming_ == nullptr || filming_->id != id) return nullptr;
  last_picture_ = Clock::now();
  return filming_;
}

std::shared_ptr<LiveSets::Filming> LiveSets::take(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (filming_ == nullptr || filming_->id != id) return nullptr;
  return std::exchange(filming_, nullptr);
}

Result<std::string> LiveSets::push(const std::string& id, RawPicture picture) {
  const auto filming = find(id);
  if (filming == nullptr) return no_set();
  const std::lock_guard lock(filming->mutex);
  if (filming->is_over) return no_set();
  const auto begin = Clock::now();
  auto frame = filming->feed.push(std::move(picture));
  if (!frame) return tl::unexpected(frame.error());
  const auto state = filming->set.push(std::move(*frame));
  if (!state) return tl::unexpected(state.error());
  const double took_ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  char first[48];
  std::snprintf(first, sizeof first, "{\"took_ms\":%.1f,", took_ms);
  const std::string json = to_json(*state);
  return first + json.substr(json.find('{') + 1);
}

Result<void> LiveSets::start(const std::string& id, const Moment& at) {
  const auto filming = find(id);
  if (filming == nullptr) return no_set();
  const std::lock_guard lock(filming->mutex);
  if (std::exchange(filming->is_started, true)) return {};
  filming->feed.begin_take();
  filming->set.start();
  filming->began = at;
  return {};
}

Result<LiveSets::Ended> LiveSets::finish(const std::string& id, const std::string& name, const std::string& sha256) {
  const auto filming = take(id);
  if (filming == nullptr) return no_set();
  const std::lock_guard lock(filming->mutex);
  filming->is_over = true;
  auto analysis = finish_live(filming->set, filming->wishes.options, name, sha256);
  if (!analysis) return tl::unexpected(analysis.error());
  return Ended{std::move(*analysis), filming->wishes.person.id, filming->began};
}

bool LiveSets::drop(const std::string& id) { return take(id) != nullptr; }

void LiveSets::drop_all_of(std::int64_t person) {
  std::shared_ptr<Filming> gone;
  const std::lock_guard lock(mutex_);
  if (filming_ != nullptr && filming_->wishes.person.id == person) gone = std::move(filming_);
}

void LiveSets::sweep() {
  std::shared_ptr<Filming> gone;
  const std::lock_guard lock(mutex_);
  if (filming_ != nullptr && Clock::now() - last_picture_ > kSweptAfter) gone = std::move(filming_);
}

}  // namespace endrange::server
