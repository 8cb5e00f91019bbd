#include "media/camera_feed.h"

#include <gtest/gtest.h>

#include "core/unknown.h"

namespace endrange {
namespace {

RawPicture picture(PixelFormat format, int width, int height, double at_s = 0) {
  RawPicture p;
  p.format = format, p.width = width, p.height = height, p.at_s = at_s;
  p.bytes.assign(bytes_of(format, width, height), '\0');
  return p;
}

// One colour all over, as a camera would hand it over: R 200, G 100, B 50 is Y 123, Cb 91, Cr 175 in BT.601.
RawPicture orange(PixelFormat format, int width = 96, int height = 66) {
  RawPicture p = picture(format, width, height);
  const std::size_t area = static_cast<std::size_t>(width * height);
  const auto put = [&](std::size_t from, std::initializer_list<int> values, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      for (const int value : values) p.bytes[from++] = static_cast<char>(value);
  };
  switch (format) {
    case PixelFormat::i420:
      put(0, {123}, area), put(area, {91}, area / 4), put(area + area / 4, {175}, area / 4);
      break;
    case PixelFormat::nv12: put(0, {123}, area), put(area, {91, 175}, area / 4); break;
    case PixelFormat::rgba: put(0, {200, 100, 50, 255}, area); break;
    case PixelFormat::bgra: put(0, {50, 100, 200, 255}, area); break;
  }
  return p;
}

TEST(CameraFeed, the_same_colour_comes_out_of_every_format) {
  for (const PixelFormat format : {PixelFormat::i420, PixelFormat::nv12, PixelFormat::rgba, PixelFormat::bgra}) {
    CameraFeed feed;
    const auto frame = feed.push(orange(format));
    ASSERT_TRUE(frame) << frame.error().message;
    for (const int at : {0, 40 * frame->luma_stride + 50, 65 * frame->luma_stride + 95})
      EXPECT_NEAR(frame->luma[at], 123, 2) << static_cast<int>(format);
    EXPECT_NEAR(frame->blue[20 * frame->chroma_stride + 20], 91, 2) << static_cast<int>(format);
    EXPECT_NEAR(frame->red[32 * frame->chroma_stride + 47], 175, 2) << static_cast<int>(format);
  }
}

TEST(CameraFeed, counts_frames_and_time_from_the_first_picture) {
  CameraFeed feed;
  const auto first = feed.push(picture(PixelFormat::i420, 64, 64, 5000.25)),
             second = feed.push(picture(PixelFormat::i420, 64, 64, 5000.35));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->index, 0);
  EXPECT_EQ(first->at_s, 0);
  EXPECT_EQ(second->index, 1);
  EXPECT_NEAR(second->at_s, 0.1, 1e-9);
}

TEST(CameraFeed, odd_sizes_have_chroma_rounded_up) {
  EXPECT_EQ(bytes_of(PixelFormat::i420, 65, 67), 65u * 67 + 2 * 33 * 34);
  for (const PixelFormat format : {PixelFormat::i420, PixelFormat::nv12, PixelFormat::rgba}) {
    CameraFeed feed;
    const auto frame = feed.push(picture(format, 65, 67));
    ASSERT_TRUE(frame);
    EXPECT_GE(frame->chroma_stride, 33);
    EXPECT_GE(frame->luma_stride, 65);
  }
}

TEST(CameraFeed, refuses_what_makes_no_sense_and_goes_on) {
  CameraFeed feed;
  RawPicture shorter = picture(PixelFormat::i420, 64, 64, 1);
  shorter.bytes.pop_back();
  EXPECT_EQ(feed.push(std::move(shorter)).error().kind, Error::Kind::bad_argument);
  EXPECT_FALSE(feed.push(picture(PixelFormat::i420, 32, 64, 1)));
  RawPicture huge = picture(PixelFormat::i420, 64, 64, 1);
  huge.width = 100000, huge.height = -1;
  EXPECT_FALSE(feed.push(std::move(huge)));
  ASSERT_TRUE(feed.push(picture(PixelFormat::i420, 64, 64, 2)));
  EXPECT_FALSE(feed.push(picture(PixelFormat::i420, 64, 64, 2))) << "not later";
  EXPECT_FALSE(feed.push(picture(PixelFormat::i420, 64, 64, kUnknown))) << "no time";
  EXPECT_TRUE(feed.push(picture(PixelFormat::i420, 64, 64, 2.1)));
}

TEST(CameraFeed, formats_are_found_by_their_names) {
  EXPECT_EQ(pixel_format_of("I420"), PixelFormat::i420);
  EXPECT_EQ(pixel_format_of("BGRA"), PixelFormat::bgra);
  EXPECT_FALSE(pixel_format_of("I444"));
}

}  // namespace
}  // namespace endrange
