#include "analysis/follow.h"

#include <algorithm>

#include "core/prefetch.h"

namespace endrange {

namespace {

// Decoded ahead: two of the tracker's blocks at 30 pictures a second, at 4K three frames.
constexpr std::size_t kFramesAhead = 12, kBytesAhead = 40u << 20;

// Each further one takes 60 MB with the heavy model.
constexpr std::size_t kMostNetworks = 2;

// An arch comes and goes slowly. s
constexpr double kUndersideEvery_s = 0.095;

std::vector<BlazePose*> pointers_to(std::vector<BlazePose>& networks) {
  std::vector<BlazePose*> pointers;
  for (BlazePose& network : networks) pointers.push_back(&network);
  return pointers;
}

}  // namespace

Result<std::vector<BlazePose>> make_networks(const BlazePose::Options& options) {
  // One thread a network and two networks, rather than two threads in one: XNNPACK's workers spin while they wait, and
  // a machine with other work to do slows them tenfold.
  std::vector<BlazePose> networks;
  BlazePose::Options one_thread = options;
  one_thread.threads = 1;
  const std::size_t count = std::clamp<std::size_t>(static_cast<std::size_t>(options.threads), 1, kMostNetworks);
  for (std::size_t i = 0; i < count; ++i) {
    auto network = i == 0 ? BlazePose::create(one_thread) : networks[0].twin();
    if (!network) return failure(Error::Kind::setup, network.error().message);
    networks.push_back(std::move(*network));
  }
  return networks;
}

Follower::Follower(std::vector<BlazePose>& networks, const TrackerOptions& options)
    : tracker_(pointers_to(networks), options), underside_at_s_(-kUndersideEvery_s) {}

void Follower::look_at_trunk() {
  while (!waiting_.empty() && static_cast<std::size_t>(waiting_.front().index) < tracker_.settled()) {
    const Frame& frame = waiting_.front();
    const Pose& pose = tracker_.poses()[static_cast<std::size_t>(frame.index)];
    flanks_.push(frame, pose);
    fronts_.push(frame, pose);
    if (pose.seen && frame.at_s - underside_at_s_ >= kUndersideEvery_s) {
      underside_at_s_ = frame.at_s;
      if (auto underside = find_underside(frame, pose)) seen_.undersides.push_back(std::move(*underside));
      if (contour_finder_.find(frame, pose, contour_)) seen_.contours.push_back(contour_);
    }
    waiting_.pop_front();
  }
}

Result<void> Follower::push(Frame frame) {
  seen_.width = frame.width, seen_.height = frame.height;
  seen_.scene.push_back(frame.scene);
  stills_.push(frame);
  if (auto pushed = tracker_.push(frame, frame.scene.starts_take); !pushed) return pushed;
  waiting_.push_back(std::move(frame));
  look_at_trunk();
  return {};
}

Result<void> Follower::finish() {
  if (auto finished = tracker_.finish(); !finished) return finished;
  look_at_trunk();
  return {};
}

Following Follower::so_far() const {
  Following copy = seen_;
  copy.fronts = fronts_.found();
  copy.flanks = flanks_.tracks();
  copy.poses = tracker_.poses();
  copy.poses.resize(tracker_.settled());
  copy.scene.resize(tracker_.settled());
  copy.stats = tracker_.stats();
  copy.stills = stills_.kept();
  return copy;
}

Following Follower::take() {
  Following all = std::move(seen_);
  all.fronts = fronts_.take();
  all.flanks = flanks_.take();
  all.poses = tracker_.take_poses();
  all.stats = tracker_.stats();
  all.stills = stills_.take();
  return all;
}

Result<Following> follow(FrameSource& source, const BlazePose::Options& pose, const TrackerOptions& tracking,
                         const std::function<bool(double at_s)>& on_progress) {
  auto networks = make_networks(pose);
  if (!networks) return tl::unexpected(networks.error());
  Follower follower(*networks, tracking);
  Prefetch frames(source, kFramesAhead, kBytesAhead);
  while (true) {
    auto frame = frames.next();
    if (!frame) return tl::unexpected(frame.error());
    if (frame->empty()) break;
    const double at_s = frame->at_s;
    if (auto pushed = follower.push(std::move(*frame)); !pushed) return tl::unexpected(pushed.error());
    if (on_progress && !on_progress(at_s)) return failure(Error::Kind::interrupted, "stopped");
  }
  if (auto finished = follower.finish(); !finished) return tl::unexpected(finished.error());
  return follower.take();
}

Result<SoundFrames> listen(SoundSource& sound) {
  SoundWatcher watcher;
  while (true) {
    const auto stretch = sound.next();
    if (!stretch) return tl::unexpected(stretch.error());
    if (stretch->samples.empty()) return watcher.take();
    watcher.push(*stretch);
  }
}

}  // namespace endrange
