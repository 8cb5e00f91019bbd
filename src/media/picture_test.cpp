// picture_test.cpp: shrinking, storing and turning pictures, and the checksum of a file.
#include "media/picture.h"

#include <gtest/gtest.h>

#include <cmath>

#include "media/rotate.h"
#include "media/test_clips.h"

namespace endrange {
namespace {

using namespace test_clips;

// Luma runs from left to right, Cb from top to bottom, Cr is even.
Picture slope(int width, int height) {
  Picture picture(width, height);
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x)
      picture.luma[static_cast<std::size_t>(y * picture.width + x)] =
          static_cast<std::uint8_t>(20 + 200 * x / picture.width);
  for (int y = 0; y < picture.height / 2; ++y)
    for (int x = 0; x < picture.chroma_width(); ++x)
      picture.blue[static_cast<std::size_t>(y * picture.chroma_width() + x)] =
          static_cast<std::uint8_t>(60 + 120 * y / (picture.height / 2));
  std::fill(picture.red.begin(), picture.red.end(), static_cast<std::uint8_t>(100));
  return picture;
}

double mean(const std::vector<std::uint8_t>& values) {
  double sum = 0;
  for (const std::uint8_t value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

TEST(Picture, sizes_are_rounded_down_to_even) {
  const Picture picture(321, 241);
  EXPECT_EQ(picture.width, 320);
  EXPECT_EQ(picture.height, 240);
  EXPECT_EQ(picture.luma.size(), 320u * 240u);
  EXPECT_EQ(picture.blue.size(), 160u * 120u);
  EXPECT_EQ(picture.red.size(), 160u * 120u);
}

TEST(CopyScaled, keeps_brightness_and_colour) {
  Picture from = slope(640, 360);
  from.is_full_range = from.is_bt709 = true;
  struct Size {
    int width, height;
  };
  for (const Size& size : {Size{640, 360}, {320, 180}, {212, 120}, {100, 300}, {64, 36}, {1280, 720}, {2, 2}}) {
    const auto copy = copy_scaled(from.view(), {0, 0, 640, 360}, size.width, size.height);
    ASSERT_TRUE(copy) << copy.error().message;
    EXPECT_EQ(copy->width, size.width);
    EXPECT_EQ(copy->height, size.height);
    EXPECT_TRUE(copy->is_full_range);
    EXPECT_TRUE(copy->is_bt709);
    EXPECT_NEAR(mean(copy->luma), mean(from.luma), 1.5) << size.width;
    EXPECT_NEAR(mean(copy->blue), mean(from.blue), 1.5) << size.width;
    EXPECT_NEAR(mean(copy->red), 100, 1) << size.width;
  }
}

TEST(CopyScaled, at_its_own_size_is_the_same_picture) {
  const Picture from = slope(320, 240);
  const auto copy = copy_scaled(from.view(), {0, 0, 320, 240}, 320, 240);
  ASSERT_TRUE(copy);
  EXPECT_TRUE(copy->luma == from.luma);
  EXPECT_TRUE(copy->blue == from.blue);
  EXPECT_TRUE(copy->red == from.red);
}

TEST(CopyScaled, takes_the_rectangle_asked_for) {
  const Picture from = slope(320, 240);
  const auto copy = copy_scaled(from.view(), {100, 60, 80, 40}, 80, 40);
  ASSERT_TRUE(copy);
  for (int y = 0; y < 40; ++y)
    for (int x = 0; x < 80; ++x)
      ASSERT_EQ(copy->luma[static_cast<std::size_t>(y * 80 + x)],
                from.luma[static_cast<std::size_t>((60 + y) * 320 + 100 + x)]);
  for (int y = 0; y < 20; ++y)
    ASSERT_EQ(copy->blue[static_cast<std::size_t>(y * 40)], from.blue[static_cast<std::size_t>((30 + y) * 160 + 50)]);
}

TEST(CopyScaled, clips_the_rectangle_to_the_frame) {
  const Picture from = slope(320, 240);
  struct Case {
    Box asked, within;
  };
  for (const Case& c : {Case{{-40, -20, 120, 100}, {0, 0, 80, 80}},
                        {{280, 200, 500, 500}, {280, 200, 40, 40}},
                        {{-100, -100, 1000, 1000}, {0, 0, 320, 240}},
                        {{-40, 100, 120, 40}, {0, 100, 80, 40}}}) {
    const auto asked = copy_scaled(from.view(), c.asked, 64, 64), within = copy_scaled(from.view(), c.within, 64, 64);
    ASSERT_TRUE(asked);
    ASSERT_TRUE(within);
    EXPECT_TRUE(asked->luma == within->luma) << c.asked.x << " " << c.asked.y;
    EXPECT_TRUE(asked->blue == within->blue) << c.asked.x << " " << c.asked.y;
  }
  // Wholly outside, empty or inside out: a small piece of the nearest edge, no crash.
  for (const Box& box :
       {Box{-500, -500, 10, 10}, {5000, 5000, 10, 10}, {10, 10, 0, 0}, {10, 10, -5, -5}, {319, 239, 9, 9}})
    EXPECT_TRUE(copy_scaled(from.view(), box, 16, 16));
}

TEST(CopyScaled, reads_frames_of_odd_size) {
  // Exactly as many bytes as an odd frame has: a sanitizer sees a read beyond them.
  std::vector<std::uint8_t> luma(321 * 241, 77), blue(161 * 121, 90), red(161 * 121, 140);
  Frame frame;
  frame.width = 321, frame.height = 241;
  frame.luma = luma.data(), frame.blue = blue.data(), frame.red = red.data();
  frame.luma_stride = 321, frame.chroma_stride = 161;
  for (const Box& box : {Box{0, 0, 321, 241}, {301, 221, 20, 20}, {318, 238, 3, 3}}) {
    const auto copy = copy_scaled(frame, box, 160, 120);
    ASSERT_TRUE(copy);
    EXPECT_NEAR(mean(copy->luma), 77, 0.5);
    EXPECT_NEAR(mean(copy->blue), 90, 0.5);
    EXPECT_NEAR(mean(copy->red), 140, 0.5);
  }
}

TEST(CopyScaled, a_size_of_zero_is_turned_down) {
  const Picture from = slope(64, 48);
  for (const int size : {0, 1}) {
    const auto copy = copy_scaled(from.view(), {0, 0, 64, 48}, size, size);
    ASSERT_FALSE(copy);
    EXPECT_EQ(copy.error().kind, Error::Kind::unsupported);
  }
}

// ----------------------------------------------------------------------------------------------------------- JPEG

// The JPEG as FFmpeg shows it; its planes are full range.
ffmpeg::Picture decode_jpeg(const std::vector<std::uint8_t>& jpeg) {
  const ffmpeg::Codec codec(avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_MJPEG)));
  require(avcodec_open2(codec.get(), nullptr, nullptr), "open");
  const ffmpeg::Packet packet(av_packet_alloc());
  require(av_new_packet(packet.get(), static_cast<int>(jpeg.size())), "packet");
  std::copy(jpeg.begin(), jpeg.end(), packet->data);
  ffmpeg::Picture picture(av_frame_alloc());
  require(avcodec_send_packet(codec.get(), packet.get()), "send");
  require(avcodec_receive_frame(codec.get(), picture.get()), "receive");
  return picture;
}

double mean_plane(const AVFrame& picture, int plane) {
  const int columns = plane == 0 ? picture.width : picture.width / 2,
            rows = plane == 0 ? picture.height : picture.height / 2;
  return mean_of_plane(picture.data[plane], picture.linesize[plane], columns, rows, {},
                       [](int value) { return static_cast<double>(value); });
}

TEST(EncodeJpeg, makes_a_whole_jpeg) {
  const Picture from = slope(322, 240);
  for (const int quality : {1, 50, 82, 100}) {
    const auto jpeg = encode_jpeg(from, quality);
    ASSERT_TRUE(jpeg) << jpeg.error().message;
    ASSERT_GT(jpeg->size(), 100u);
    EXPECT_EQ((*jpeg)[0], 0xff);
    EXPECT_EQ((*jpeg)[1], 0xd8);
    EXPECT_EQ((*jpeg)[jpeg->size() - 2], 0xff);
    EXPECT_EQ((*jpeg)[jpeg->size() - 1], 0xd9);
    const auto seen = decode_jpeg(*jpeg);
    EXPECT_EQ(seen->width, 322);
    EXPECT_EQ(seen->height, 240);
  }
}

TEST(EncodeJpeg, a_finer_quality_makes_a_larger_file) {
  Picture from = slope(320, 240);
  Dice dice(3);
  for (std::uint8_t& luma : from.luma) luma = static_cast<std::uint8_t>(luma + dice.roll() % 16);
  std::size_t last = 0;
  for (const int quality : {5, 50, 82, 98}) {
    const auto jpeg = encode_jpeg(from, quality);
    ASSERT_TRUE(jpeg);
    EXPECT_GT(jpeg->size(), last) << quality;
    last = jpeg->size();
  }
}

TEST(EncodeJpeg, shows_black_as_black_and_white_as_white) {
  for (const bool is_bt709 : {false, true}) {
    for (const bool is_full_range : {false, true}) {
      for (const double grey : {0.0, 64.0, 128.0, 200.0, 255.0}) {
        Picture picture(64, 48);
        picture.is_full_range = is_full_range, picture.is_bt709 = is_bt709;
        std::fill(picture.luma.begin(), picture.luma.end(),
                  static_cast<std::uint8_t>(std::lround(is_full_range ? grey : 16 + grey * 219 / 255)));
        std::fill(picture.blue.begin(), picture.blue.end(), static_cast<std::uint8_t>(128));
        std::fill(picture.red.begin(), picture.red.end(), static_cast<std::uint8_t>(128));
        const auto jpeg = encode_jpeg(picture, 95);
        ASSERT_TRUE(jpeg);
        const auto seen = decode_jpeg(*jpeg);
        EXPECT_NEAR(mean_plane(*seen, 0), grey, 2.5) << is_bt709 << is_full_range;
        EXPECT_NEAR(mean_plane(*seen, 1), 128, 2) << is_bt709 << is_full_range;
        EXPECT_NEAR(mean_plane(*seen, 2), 128, 2) << is_bt709 << is_full_range;
      }
    }
  }
}

TEST(EncodeJpeg, keeps_a_colour_whatever_matrix_it_came_in) {
  // Pure red in 8-bit YCbCr, by matrix and range; as JPEG it is 76, 85, 255.
  struct Red {
    bool is_bt709, is_full_range;
    int luma, blue, red;
  };
  for (const Red& red : {Red{false, true, 76, 85, 255}, Red{false, false, 81, 90, 240}, Red{true, false, 63, 102, 240},
                         Red{true, true, 54, 99, 255}}) {
    Picture picture(64, 48);
    picture.is_full_range = red.is_full_range, picture.is_bt709 = red.is_bt709;
    std::fill(picture.luma.begin(), picture.luma.end(), static_cast<std::uint8_t>(red.luma));
    std::fill(picture.blue.begin(), picture.blue.end(), static_cast<std::uint8_t>(red.blue));
    std::fill(picture.red.begin(), picture.red.end(), static_cast<std::uint8_t>(red.red));
    const auto jpeg = encode_jpeg(picture, 95);
    ASSERT_TRUE(jpeg);
    const auto seen = decode_jpeg(*jpeg);
    EXPECT_NEAR(mean_plane(*seen, 0), 76, 4) << red.is_bt709 << red.is_full_range;
    EXPECT_NEAR(mean_plane(*seen, 1), 85, 4) << red.is_bt709 << red.is_full_range;
    EXPECT_NEAR(mean_plane(*seen, 2), 255, 4) << red.is_bt709 << red.is_full_range;
  }
}

TEST(EncodeJpeg, prints_nothing) {
  const int level = av_log_get_level();
  av_log_set_level(AV_LOG_VERBOSE);
  testing::internal::CaptureStderr();
  const auto copy = copy_scaled(slope(322, 240).view(), {3, 3, 301, 201}, 150, 100);
  ASSERT_TRUE(copy);
  ASSERT_TRUE(encode_jpeg(*copy, 82));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  av_log_set_level(level);
}

// ------------------------------------------------------------------------------------------------------- Checksum

TEST(Sha256, of_abc_is_the_published_one) {
  const TempFolder folder;
  write_bytes(folder.file("abc"), {'a', 'b', 'c'});
  EXPECT_EQ(sha256_of_file(folder.file("abc")).value(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, of_nothing_and_of_a_million_letters_are_the_published_ones) {
  const TempFolder folder;
  write_bytes(folder.file("empty"), {});
  EXPECT_EQ(sha256_of_file(folder.file("empty")).value(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  write_bytes(folder.file("many"), Bytes(1000000, 'a'));
  EXPECT_EQ(sha256_of_file(folder.file("many")).value(),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, of_a_missing_file_is_not_found) {
  const TempFolder folder;
  const auto sum = sha256_of_file(folder.file("none"));
  ASSERT_FALSE(sum);
  EXPECT_EQ(sum.error().kind, Error::Kind::not_found);
  EXPECT_NE(sum.error().message.find(folder.file("none")), std::string::npos);
}

TEST(Sha256, of_a_folder_is_unreadable) {
  const TempFolder folder;
  const auto sum = sha256_of_file(folder.path());
  ASSERT_FALSE(sum);
  EXPECT_EQ(sum.error().kind, Error::Kind::unreadable);
}

// -------------------------------------------------------------------------------------------------------- Turning

struct Plane {
  int columns, rows, stride;
  std::vector<std::uint8_t> bytes;

  Plane(int c, int r, int padding)
      : columns(c), rows(r), stride(c + padding), bytes(static_cast<std::size_t>(stride * r), 0xee) {}
  std::uint8_t& at(int x, int y) { return bytes[static_cast<std::size_t>(y * stride + x)]; }
  std::uint8_t at(int x, int y) const { return bytes[static_cast<std::size_t>(y * stride + x)]; }
};

Plane turned(const Plane& from, int clockwise_deg) {
  const bool sideways = clockwise_deg != 180;
  Plane to(sideways ? from.rows : from.columns, sideways ? from.columns : from.rows, 5);
  rotate_plane(from.bytes.data(), from.stride, from.columns, from.rows, clockwise_deg, to.bytes.data(), to.stride);
  return to;
}

Plane noisy_plane(int columns, int rows) {
  Plane plane(columns, rows, 3);
  Dice dice(11);
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x) plane.at(x, y) = static_cast<std::uint8_t>(dice.roll());
  return plane;
}

TEST(RotatePlane, a_quarter_turn_moves_the_top_left_to_the_top_right) {
  const Plane from = noisy_plane(50, 37);
  const Plane to = turned(from, 90);
  EXPECT_EQ(to.columns, 37);
  EXPECT_EQ(to.rows, 50);
  EXPECT_EQ(to.at(36, 0), from.at(0, 0));
  EXPECT_EQ(to.at(36, 49), from.at(49, 0));
  EXPECT_EQ(to.at(0, 0), from.at(0, 36));
  EXPECT_EQ(turned(from, 180).at(49, 36), from.at(0, 0));
  EXPECT_EQ(turned(from, 270).at(0, 49), from.at(0, 0));
}

TEST(RotatePlane, puts_every_pixel_in_its_place_at_any_size) {
  struct Size {
    int columns, rows;
  };
  for (const Size& size : {Size{1, 1}, {1, 40}, {40, 1}, {31, 33}, {32, 32}, {33, 31}, {64, 96}, {161, 121}}) {
    const Plane from = noisy_plane(size.columns, size.rows);
    const Plane quarter = turned(from, 90), half = turned(from, 180), three = turned(from, 270);
    for (int y = 0; y < size.rows; ++y) {
      for (int x = 0; x < size.columns; ++x) {
        ASSERT_EQ(quarter.at(size.rows - 1 - y, x), from.at(x, y));
        ASSERT_EQ(half.at(size.columns - 1 - x, size.rows - 1 - y), from.at(x, y));
        ASSERT_EQ(three.at(y, size.columns - 1 - x), from.at(x, y));
      }
    }
    // The bytes between the rows stay as they were.
    for (const Plane* plane : {&quarter, &half, &three})
      for (int y = 0; y < plane->rows; ++y)
        for (int x = plane->columns; x < plane->stride; ++x) ASSERT_EQ(plane->at(x, y), 0xee);
  }
}

TEST(RotatePlane, four_quarter_turns_give_the_original_back) {
  const Plane from = noisy_plane(123, 77);
  const Plane back = turned(turned(turned(turned(from, 90), 90), 90), 90);
  const Plane undone = turned(turned(from, 270), 90), twice = turned(turned(from, 180), 180);
  for (int y = 0; y < 77; ++y) {
    for (int x = 0; x < 123; ++x) {
      ASSERT_EQ(back.at(x, y), from.at(x, y));
      ASSERT_EQ(undone.at(x, y), from.at(x, y));
      ASSERT_EQ(twice.at(x, y), from.at(x, y));
    }
  }
}

}  // namespace
}  // namespace endrange
