// analysis.json and loads as docs/formats.md gives them; only what the page shows. Unknown is null.
import type { EndRange } from '../types';

export type SideName = 'both' | 'left' | 'right';
export type Span = [number, number];
export interface Band { low: number; high: number }

export interface Rep {
  index: number | null;
  side: SideName;
  complete: boolean;
  start_s: number;
  end_s: number;
  top_s: number | null;
  bottom_s: number | null;
  phases: { lower: Span | null; bottom: Span | null; lift: Span | null; top: Span | null };
  tempo: string;
  leg_elevation_from: 'ankle' | 'thigh';
  leg_elevation_top_deg: number | null;
  leg_elevation_bottom_deg: number | null;
  knee_flexion_max_deg: number | null;
  end_range_deg: number | null;
  end_range_s: number | null;
  lumbar_lift_max_mm: number | null;
  floor_gap_mm: number | null;
  breath_held_s: number | null;
  inhale_share_lowering: number | null;
  exhale_share_lifting: number | null;
  confidence: number;
}

export interface Finding {
  check: string;
  severity: 'stop' | 'fix' | 'watch' | 'info';
  rep: number | null;
  from_s: number | null;
  to_s: number | null;
  value: number | null;
  unit: string;
  limit: number | null;
  confidence: number;
  message: string;
  cue: string;
}

export interface Hold {
  exercise: string;
  start_s: number;
  end_s: number;
  side: SideName;
  leg_elevation_deg: number | null;
  broke_by: 'shoulders' | 'legs' | null;
}

export interface BreathSpan { kind: 'in' | 'out' | 'hold' | 'either'; from_s: number; to_s: number; confidence: number }

export interface PredictedEndRange { trunk: string; abdominal_capacity: number; end_range_deg: number | null }

export interface LoadSummary {
  mass_kg: Band;
  most_at_s: number;
  leg_elevation_deg: number;
  hip_moment_nm: number;
  hip_moment_band_nm: Band;
  l4l5_compression_n: Band;
  psoas_n: Band;
  momentum_share: number | null;
  predicted_end_range: PredictedEndRange[];
  implied_abdominal_capacity: number | null;
}

export interface FullEndRange extends EndRange {
  control_score: number | null;
  criterion: string | null;
  reason: string | null;
}

export interface Analysis {
  schema: string;
  version: string;
  clip: { file: string; width: number; height: number; duration_s: number; frames: number; frames_per_s: number; filmed: string | null };
  subject: { height_m: number; height_source: string; mass_kg: number | null; sex: 'f' | 'm' | null; mm_per_px: number | null };
  view: {
    usable: boolean;
    usability: 'yes' | 'partly' | 'no';
    posture: string;
    near_side: 'left' | 'right' | null;
    head: 'left' | 'right' | null;
    yaw_deg: number | null;
    floor_tilt_deg: number | null;
    angle_error_deg: number | null;
    problems: { id: string; from_s: number | null; to_s: number | null; message: string }[];
  };
  exercise: { id: string; source: string; confidence: number; reason: string };
  sides: string | null;
  reps: Rep[];
  partial_reps: Rep[];
  holds: Hold[];
  end_range: FullEndRange;
  hands: string | null;
  breath: {
    status: 'measured' | 'not_measured';
    source: string | null;
    rate_per_min: number | null;
    confidence: number | null;
    reason: string | null;
    spans: BreathSpan[];
    unknown: Span[];
  };
  findings: Finding[];
  checks: { check: string; state: 'seen' | 'clean' | 'not_judged'; reason: string | null }[];
  advice: { check: string | null; message: string | null; cue: string | null; next_exercise: string | null; next_reason: string | null };
  loads: LoadSummary | null;
  notes: { id: string; message: string }[];
  pose: { model: string; frames_seen: number };
}

// endrange.loads/1
export interface LoadSheet {
  exercise: string;
  hanging: boolean;
  hands: string;
  subject: { height_m: number; height_source: string; mass_kg: Band; sex: 'f' | 'm' | null };
  poses: {
    leg_elevation_deg: number;
    knee_flexion_deg: number;
    hip_moment_nm: number | null;
    hip_moment_band_nm: Band | null;
    l4l5_compression_n: Band | null;
    psoas_n: Band | null;
    lumbar_contact_by_trunk_n: { weak: number; average: number; strong: number } | null;
    feasible: boolean;
  }[];
}
