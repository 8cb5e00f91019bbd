#include "server/events.h"

namespace endrange::server {

namespace {

// Each holds a thread; every tab has one.
constexpr std::size_t kMostListeners = 16;

std::string as_event(const std::string& id, const std::string& json) {
  if (json.empty()) return "event: gone\ndata: {\"id\":\"" + id + "\"}\n\n";
  return "event: film\ndata: " + json + "\n\n";
}

}  // namespace

void EventHub::tell(const std::string& id, const std::string& json) {
  const std::lock_guard lock(mutex_);
  for (const auto& listener : listeners_) listener->news[id] = json;
  changed_.notify_all();
}

Answer EventHub::listen() {
  const std::lock_guard lock(mutex_);
  if (listeners_.size() >= kMostListeners) return refusal(503, "busy", "too many pages are open: close one");
  auto listener = std::make_shared<Listener>();
  listeners_.push_back(listener);
  Answer answer;
  answer.type = "text/event-stream";
  // Goes with the answer, however that ends.
  const std::shared_ptr<void> leaving(nullptr, [this, listener](void*) { leave(listener); });
  answer.next = [this, listener, leaving](const WriteText& write) { return next(*listener, write); };
  return answer;
}

bool EventHub::next(Listener& listener, const WriteText& write) {
  std::string text;
  {
    std::unique_lock lock(mutex_);
    if (!listener.is_greeted) {
      listener.is_greeted = true;
      text = "event: hello\ndata: {}\n\n";
    } else if (!changed_.wait_for(lock, quiet_, [&] { return is_closed_ || !listener.news.empty(); })) {
      text = ": still here\n\n";
    }
    if (is_closed_) return false;
    for (const auto& [id, json] : listener.news) text += as_event(id, json);
    listener.news.clear();
  }
  return text.empty() || write(text);
}

void EventHub::leave(const std::shared_ptr<Listener>& listener) {
  const std::lock_guard lock(mutex_);
  listeners_.remove(listener);
}

void EventHub::close() {
  const std::lock_guard lock(mutex_);
  is_closed_ = true;
  changed_.notify_all();
}

}  // namespace endrange::server
