#include "coach/ladder.h"

namespace endrange {

// Sets, reps, days, the count of four, the pause and the warm-up are those of docs/method.md ("The coach"), which says
// where each comes from.
std::string_view default_ladder_text() {
  return R"(# A ladder: from the first exercise to the last.
# Edit a copy, check it with `endrange plan --check FILE`, use it with `endrange plan --ladder FILE`.
schema = "endrange.ladder/1"

[week]
sessions = 2             # a week
rest_days = 1            # whole days between two sessions, at least
warm_up_s = 20           # hollow-body hold before each session
rest_s = 90              # between sets
retest_weeks = 4         # then the end range is tested anew
easy_reps = 50           # so many good ones in one set: a harder rung, never more reps
hard_rpe = 9             # two sessions in a row felt this hard: a lighter one

[stop]
above_pain = 3           # 0 to 10; may be lower, not higher
clear_sessions = 2       # free of symptoms on the first rung before going up again

[back_again]             # after a break of so many days
lighter_after_days = 14  # begin at the rung's first volume
lower_after_days = 42    # and one rung lower

[every_rung]             # what a rung doesn't say itself
volume = [[2, 10], [2, 12], [3, 12], [3, 15]]   # sets and reps, from one good session to the next
lowering_s = 4           # the count while lowering
pause_s = 0              # at the bottom
margin_deg = 5           # turn round this far above the end range

[every_rung.promote]     # what a session must show to count towards the next rung
sessions = 2             # in a row, at the last volume
measured_sets = 2        # of each, so many filmed and good; the others not missed
lowering_s = 3.7         # counted over a whole way; four as people count
back_held = 0.9          # share of the reps
confidence = 0.8         # that the exercise is the one recognised
without = ["setup_not_flat"]

[every_rung.regress]     # what leads one rung down
sessions = 2             # in a row
back_held = 0.5          # held in fewer reps than this share

[every_rung.entry]       # from which filmed set somebody new may begin here
reps = 3
back_held = 0.5          # held in this share of the reps, or
end_range_deg = 45       # lost at or below this angle only

[[rung]]
id = "dead_bug"
title = "Dead bug or bird dog"
exercises = ["dead_bug", "bird_dog"]
volume = [[2, 8], [2, 10], [3, 10]]
lowering_s = 3
tip = "Slow and level; the trunk stays as still as a table."
promote.lowering_s = 2   # the leg goes out, it isn't lowered to a count

[[rung]]
id = "heel_taps"
title = "Heel taps"
exercises = ["heel_tap"]
tip = "Knees stay at a right angle; one heel at a time, the other leg waits."

[[rung]]
id = "single_leg"
title = "Single-leg raise"
exercises = ["single_leg_raise"]
tip = "The other foot stands on the floor."

[[rung]]
id = "bent_knees"
title = "Both legs, knees bent"
exercises = ["bent_knee_leg_raise"]
tip = "The same bend all the way: straighter knees are a longer lever."

[[rung]]
id = "straight_legs"
title = "Both legs straight, to the end range"
exercises = ["double_leg_raise"]
tip = "A slight knee bend is fine; going lower than your floor isn't."

[[rung]]
id = "pause"
title = "Both legs straight, three-second pause"
exercises = ["double_leg_raise"]
volume = [[2, 10], [2, 12], [3, 12]]
pause_s = 3
promote.pause_s = 2.7
promote.lowest_deg = 20
tip = "Wait at the lowest point that holds, breathing."

[[rung]]
id = "hanging"
title = "Hanging leg raise"
exercises = ["hanging_leg_raise"]
volume = [[2, 6], [2, 8], [2, 10], [3, 10]]
lowering_s = 3
promote.lowering_s = 2.7
promote.without = ["swing", "no_pelvic_curl"]
tip = "Curl the pelvis towards the ribs; if the body swings, wait until it hangs still."
)";
}

const Ladder& default_ladder() {
  static const Ladder ladder = read_ladder(default_ladder_text()).ladder;
  return ladder;
}

}  // namespace endrange
