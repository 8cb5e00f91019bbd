// network.h: runs a ModelGraph on the CPU.
//
// One class around XNNPACK; nobody else sees it. Only the layers that the wanted outputs need are built, so that a
// caller who doesn't want the segmentation mask doesn't pay for it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "pose/model_file.h"

namespace endrange {

class Network {
 public:
  /// Builds the layers that lead to `outputs` (tensor names; in this order run() fills them).
  ///
  /// graph    shared by networks that run side by side; its weights live as long as the last of them
  /// threads  1 or more; the caller's thread counts as one
  /// Errors:  bad_argument (no such output), unsupported (XNNPACK refuses a layer)
  static Result<Network> create(std::shared_ptr<const ModelGraph> graph, std::span<const std::string> outputs,
                                int threads);

  /// The same for a graph of its own.
  static Result<Network> create(ModelGraph graph, std::span<const std::string> outputs, int threads) {
    return create(std::make_shared<const ModelGraph>(std::move(graph)), outputs, threads);
  }

  /// The values to fill before run(): the network's one input, row, column, channel.
  std::span<float> input();

  /// One pass. Errors: unsupported (XNNPACK failed; the message says where).
  Result<void> run();

  /// What the last run() computed, in the order asked for at creation.
  std::span<const float> output(std::size_t index) const;

  const std::vector<int>& input_shape() const;
  const std::shared_ptr<const ModelGraph>& graph() const;

  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  ~Network();

 private:
  struct Impl;
  explicit Network(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace endrange
