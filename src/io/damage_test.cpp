// Whatever bytes a reader gets, it says what is wrong or brings in something that can be written and read again.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "io/formats.h"
#include "io/test_histories.h"
#include "io/text.h"

namespace endrange {
namespace {

struct Sample {
  const char* format;
  std::string text;
};

std::vector<Sample> samples() {
  TrainingHistory history;
  for (unsigned seed = 1; history.sets.size() < 3 || history.symptoms.empty() || history.choices.empty(); ++seed)
    history = test::RandomHistory(seed).make();
  return {
      {"csv", *write_training(history, *find_format("csv"))},
      {"json", *write_training(history, *find_format("json"))},
      {"strong",
       "\xEF\xBB\xBF"
       "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes\r\n"
       "2025-06-30 07:56:00;\"a;\"\"b\"\"\";Leg Raise;1;2,5;kg;12;9.5;0;km;0;\"two\nlines\"\r\n"
       "2025-06-30 7:56:00 AM;a;Hollow Hold;Rest Timer;;;;;;;90;\r\n"
       "2025-06-30;a;Hollow Hold;W;0;lbs;0;;0;km;45;\u00fc\r\n"},
      {"hevy",
       "\"title\",\"start_time\",\"exercise_title\",\"exercise_notes\",\"set_type\",\"weight_lbs\",\"reps\","
       "\"duration_seconds\",\"rpe\"\n"
       "\"a\",\"26 Jul 2025, 07:06\",\"Dead Bug\",\"\",\"warmup\",,10,,\n"
       "\"a\",\"Jul 26, 2025, 7:06 PM\",\"Toes to Bar\",\"n\",\"normal\",10,6,,7.5\n"}};
}

// What holds for every text.
void check(const Sample& sample, const std::string& text) {
  const ReadOptions options{.file = "it.csv"};
  recognise_format(text);
  const auto import = read_training(text, *find_format(sample.format), options);
  if (!import) {
    const Error& error = import.error();
    EXPECT_TRUE(error.kind == Error::Kind::unreadable || error.kind == Error::Kind::unsupported) << error.message;
    EXPECT_TRUE(error.message.starts_with("it.csv:")) << error.message;
    EXPECT_EQ(first_bad_utf8(error.message), std::string::npos);
    EXPECT_TRUE(std::ranges::none_of(error.message, [](char c) { return c >= 0 && c < ' '; })) << error.message;
    return;
  }
  const auto written = write_training(import->history, *find_format("json"));
  ASSERT_TRUE(written) << written.error().message;
  const auto again = read_training(*written, *find_format("json"), options);
  ASSERT_TRUE(again) << again.error().message << "\n" << *written;
  EXPECT_EQ(test::Described(again->history).text(), test::Described(import->history).text());
  const auto table = write_training(import->history, *find_format("csv"));
  const auto from_table = read_training(*table, *find_format("csv"), options);
  ASSERT_TRUE(from_table) << from_table.error().message << "\n" << *table;
  EXPECT_EQ(test::Described(from_table->history, false).text(), test::Described(import->history, false).text());
}

TEST(Damage, each_reader_survives_each_beginning_of_a_file) {
  for (const Sample& sample : samples())
    for (std::size_t bytes = 0; bytes <= sample.text.size(); ++bytes) check(sample, sample.text.substr(0, bytes));
}

TEST(Damage, a_table_of_ours_that_is_cut_within_a_row_is_never_taken) {
  const Sample sample = samples()[0];
  const Format& csv = *find_format("csv");
  ASSERT_TRUE(read_training(sample.text, csv, {}));
  const std::size_t last_row = sample.text.rfind("\r\nchoice");
  ASSERT_NE(last_row, std::string::npos);
  // The columns of a choice end in eight empty cells and more: cut before these.
  for (std::size_t bytes = last_row + 3; bytes + 10 < sample.text.size(); ++bytes)
    EXPECT_FALSE(read_training(sample.text.substr(0, bytes), csv, {}))
        << sample.text.substr(last_row, bytes - last_row);
}

TEST(Damage, each_reader_survives_garbage) {
  std::mt19937 random(7);
  for (const Sample& sample : samples()) {
    for (int i = 0; i < 300; ++i) {
      std::string text(random() % 600, ' ');
      for (char& c : text) c = static_cast<char>(random());
      check(sample, text);
      check(sample, sample.text.substr(0, sample.text.find('\n') + 1) + text);  // behind a good first line
    }
  }
}

// A few random changes, over and over, each reader for half a second; the changes are the same in every run.
TEST(Damage, each_reader_survives_changes_here_and_there) {
  static const char* const kPieces[] = {"\"",
                                        ",",
                                        ";",
                                        "\n",
                                        "\r\n",
                                        "\t",
                                        "[",
                                        "]",
                                        "{",
                                        "}",
                                        ":",
                                        "null",
                                        "1e999",
                                        "-1",
                                        "nan",
                                        "\\u0000",
                                        "\\ud800",
                                        "'=",
                                        "\xFF",
                                        "\"\"",
                                        "0000-01-01T00:00:00Z",
                                        "99999999999999999999",
                                        "true",
                                        "\0x"};
  constexpr auto kTime = std::chrono::milliseconds(450);
  for (const Sample& sample : samples()) {
    std::mt19937 random(11);
    const auto below = [&](std::size_t end) { return random() % std::max<std::size_t>(end, 1); };
    const auto end = std::chrono::steady_clock::now() + kTime;
    int texts = 0;
    for (; texts < 20'000 && std::chrono::steady_clock::now() < end && !HasFailure(); ++texts) {
      std::string text = sample.text;
      for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        const std::size_t at = below(text.size()), length = std::min(below(12), text.size() - at);
        switch (below(5)) {
          case 0: text.erase(at, length); break;
          case 1: text.insert(at, kPieces[below(std::size(kPieces))]); break;
          case 2: text.insert(below(text.size()), text.substr(at, 1 + below(40))); break;
          case 3: text.replace(at, length, kPieces[below(std::size(kPieces))]); break;
          default:
            if (!text.empty()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        }
      }
      check(sample, text);
      if (HasFailure()) ADD_FAILURE() << sample.format << " after change " << texts << ":\n" << text;
    }
    RecordProperty(sample.format, texts);
    EXPECT_GT(texts, 50) << sample.format;
  }
}

TEST(Damage, what_asks_for_too_much_is_refused_quickly) {
  const auto refused = [](const char* format, const std::string& text) {
    return !read_training(text, *find_format(format), {.file = "big"});
  };
  EXPECT_TRUE(refused("json", std::string(1u << 20, '[')));
  EXPECT_TRUE(refused("json", "{\"schema\": [" + std::string(9'000'000, ',') + "]}"));
  EXPECT_TRUE(refused("csv", "kind,at" + std::string(300, ',')));
  EXPECT_TRUE(refused("csv", "kind,at\nset,\"" + std::string(2u << 20, 'x')));
  EXPECT_TRUE(refused("csv", "kind,at\nset," + std::string(2u << 20, 'x')));
  std::string rows = "date,exercise name,set order,reps\n";
  for (int i = 0; i <= 500'000; ++i) rows += "a,b,1,1\n";
  EXPECT_TRUE(refused("strong", rows));
}

}  // namespace
}  // namespace endrange
