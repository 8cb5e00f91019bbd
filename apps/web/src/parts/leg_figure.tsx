// The lifter from the side, one leg at the angle at which to turn round. Angles are leg elevations: 0 = along the floor.
import { degrees } from '../words';

interface Point { x: number; y: number }

const kLeg = 62; // thigh, and shank with foot
const kFloor = 168;

const along = (from: Point, deg: number, length: number): Point => ({
  x: from.x + length * Math.cos((deg * Math.PI) / 180),
  y: from.y - length * Math.sin((deg * Math.PI) / 180),
});
const at = (p: Point) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`;

interface Leg { thigh_deg: number; knee_deg: number }

function leg_path(hip: Point, { thigh_deg, knee_deg }: Leg): string {
  const knee = along(hip, thigh_deg, kLeg);
  return `M${at(hip)}L${at(knee)}L${at(along(knee, thigh_deg - knee_deg, kLeg))}`;
}

function foot_path(hip: Point, { thigh_deg, knee_deg }: Leg): string {
  const shank_deg = thigh_deg - knee_deg;
  const ankle = along(along(hip, thigh_deg, kLeg), shank_deg, kLeg + 1);
  return `M${at(ankle)}L${at(along(ankle, shank_deg + 70, 17))}`;
}

// How the variations differ to the eye: knees, and what the other leg does.
interface Look { bend_deg: number; other: Leg | null; arms_up: boolean; position: 'lying' | 'hanging' | 'all_fours' }
const kLying: Look = { bend_deg: 0, other: null, arms_up: false, position: 'lying' };
const kStanding: Leg = { thigh_deg: 52, knee_deg: 104 };
const kTable: Leg = { thigh_deg: 90, knee_deg: 90 };
const kLooks: Record<string, Look> = {
  dead_bug: { ...kLying, other: kTable, arms_up: true },
  bird_dog: { ...kLying, position: 'all_fours' },
  heel_tap: { ...kLying, bend_deg: 90, other: kTable },
  single_leg_raise: { ...kLying, other: kStanding },
  bent_knee_leg_raise: { ...kLying, bend_deg: 75 },
  reverse_crunch: { ...kLying, bend_deg: 90 },
  hanging_leg_raise: { ...kLying, position: 'hanging' },
};

const look_of = (exercise: string): Look => kLooks[exercise] ?? kLying;

/// Where the way of the legs begins, and where it ends when no angle to turn at is known. Leg elevations, deg.
export function figure_range(exercise: string): { top_deg: number; low_deg: number } {
  const look = look_of(exercise);
  if (look.position === 'hanging') return { top_deg: 0, low_deg: -80 };
  // With bent knees the thighs go up to upright and a little over it.
  const top_deg = look.bend_deg > 0 ? 100 - look.bend_deg / 2 : 90;
  const low_deg = look.arms_up ? 12 : exercise === 'hollow_hold' ? 25 : look.bend_deg > 0 ? 10 : 30;
  return { top_deg, low_deg };
}

// The line from hip to ankle stands `elevation` above the floor; a bent knee lies above that line.
function leg_at(exercise: string, elevation: number): Leg {
  const look = look_of(exercise);
  const { top_deg, low_deg } = figure_range(exercise);
  // A dead bug's leg goes out from the right angle to straight.
  const bend_deg = look.arms_up ? 90 * Math.min(1, Math.max(0, (elevation - low_deg) / (top_deg - low_deg))) : look.bend_deg;
  return { thigh_deg: look.arms_up ? elevation : elevation + bend_deg / 2, knee_deg: bend_deg };
}

interface Props {
  exercise: string;
  turn_at_deg: number | null;
  elevation_deg?: number; // where the leg is now; without it, at the turn
  label?: string;
}

export function LegFigure({ exercise, turn_at_deg, elevation_deg, label }: Props) {
  const look = look_of(exercise);
  if (look.position === 'all_fours') return <BirdDog label={label} />;
  const is_hanging = look.position === 'hanging';
  const { top_deg, low_deg } = figure_range(exercise);
  const near = leg_at(exercise, elevation_deg ?? turn_at_deg ?? low_deg);
  const hip: Point = is_hanging ? { x: 150, y: 108 } : { x: 150, y: kFloor - 11 };
  const words = label ?? (turn_at_deg !== null
    ? `Figure: turn round when the legs are ${degrees(turn_at_deg)} above the floor.`
    : 'Figure: the starting position and the way of the legs.');
  // No more air above than the legs need.
  const above = exercise === 'hollow_hold' && turn_at_deg === null ? 70 : look.bend_deg > 0 || look.arms_up ? 45 : 20;
  const view = is_hanging ? '0 0 330 245' : `0 ${above} 330 ${190 - above}`;
  const radius = 92;
  const turn = turn_at_deg === null ? null : along(hip, turn_at_deg, 2 * kLeg + 34);
  const arc = turn_at_deg === null ? null
    : `M${at(along(hip, top_deg, radius))}A${radius} ${radius} 0 0 1 ${at(along(hip, turn_at_deg, radius))}`;
  const below = turn_at_deg === null || is_hanging ? null
    : `M${at(hip)}L${at(along(hip, turn_at_deg, 2 * kLeg))}A${2 * kLeg} ${2 * kLeg} 0 0 1 ${at(along(hip, 0, 2 * kLeg))}Z`;
  return (
    <svg class="lifter" viewBox={view} role="img" aria-label={words}>
      {is_hanging ? <path class="floor" d="M110 12h80" /> : <path class="floor" d={`M10 ${kFloor + 3}h310`} />}
      {below && <path class="below" d={below} />}
      {turn && <path class="turn" d={`M${at(hip)}L${at(turn)}`} />}
      {arc && <path class="arc" d={arc} />}
      {look.other
        ? <path class="limb far" d={leg_path(hip, look.other)} />
        : exercise !== 'hollow_hold' && <path class="limb ghost" d={leg_path(hip, leg_at(exercise, top_deg))} />}
      {is_hanging ? (
        <>
          <path class="limb far" d="M150 46L150 14" />
          <path class="body" d="M150 52L150 100" />
          <circle class="head" cx="164" cy="34" r="13" />
        </>
      ) : (
        <>
          <path class="neck" d={`M48 ${kFloor - 12}L70 ${kFloor - 11}`} />
          <path class="body" d={`M72 ${kFloor - 7}L146 ${kFloor - 5}L146 ${kFloor - 13}L76 ${kFloor - 18}Z`} />
          <circle class="head" cx="42" cy={kFloor - 15} r="16" />
          <path class="arm" d={look.arms_up ? `M78 ${kFloor - 12}L84 ${kFloor - 74}` : `M78 ${kFloor - 9}L134 ${kFloor - 1}`} />
        </>
      )}
      <path class="limb" d={leg_path(hip, near)} />
      {!is_hanging && <path class="foot" d={foot_path(hip, near)} />}
      {turn && turn_at_deg !== null && (
        <text x={Math.min(turn.x + 5, 292)} y={turn.y + (turn_at_deg > 60 ? 0 : 5)}>{degrees(turn_at_deg)}</text>
      )}
    </svg>
  );
}

function BirdDog({ label }: { label?: string }) {
  return (
    <svg class="lifter" viewBox="0 45 330 145" role="img" aria-label={label ?? 'Figure: on hands and knees, one leg and the other arm reach out level.'}>
      <path class="floor" d={`M10 ${kFloor + 8}h310`} />
      <path class="limb far" d="M118 98L114 168M196 98L198 166L238 168" />
      <path class="body" d="M116 92L192 92" />
      <circle class="head" cx="88" cy="84" r="14" />
      <path class="limb" d="M116 94L52 72M194 94L296 82" />
    </svg>
  );
}
