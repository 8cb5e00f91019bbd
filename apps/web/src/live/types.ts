// What the server says about a live set, in its own names (docs/formats.md). Unknown is null.
import type { Analysis, Finding, SideName } from '../result/types';
import type { Film, Goal as FullGoal } from '../types';

export type SetUpItem = { id: string; is_good: boolean; message: string };
export type Cue = { id: string; say: string; show: string; tone: 'low' | 'high' | 'end' | null };
export type Phase = 'none' | 'lower' | 'bottom' | 'lift' | 'top';
export type EndedBecause = 'goal' | 'rest' | 'got_up' | 'left' | 'too_long';

export interface LiveRep {
  index: number;
  side: SideName;
  tempo: string;
  lower_s: number | null;
  bottom_s: number | null;
  lift_s: number | null;
  top_s: number | null;
  top_deg: number | null;
  bottom_deg: number | null;
  end_range_deg: number | null;
  lumbar_lift_mm: number | null;
  finding: Pick<Finding, 'check' | 'severity' | 'cue' | 'message'> | null;
}

export interface LiveState {
  at_s: number;
  stage: 'set_up' | 'working' | 'ended';
  ended_because: EndedBecause | null;
  took_ms: number;
  pose: { score: number; joints: [number, number, number][] } | null;
  set_up: { is_good: boolean; items: SetUpItem[] };
  near_side: 'left' | 'right' | null;
  head: 'left' | 'right' | null;
  posture: 'lying' | 'hanging' | 'all_fours' | 'other';
  leg_elevation_deg: number | null;
  knee_flexion_deg: number | null;
  lumbar_lift_mm: number | null;
  phase: Phase;
  phase_s: number;
  side: SideName;
  reps: number;
  left_reps: number;
  right_reps: number;
  partial_reps: number;
  hold_s: number | null;
  rest_s: number | null;
  last_rep: LiveRep | null;
  end_range_deg: number | null;
  cues: Cue[];
}

// The set that was asked for (goal.ts); empty when one films freely.
export type Goal = Partial<FullGoal>;

export interface Finished {
  film: Film | null;
  analysis: Analysis | null;
  message?: string;
}
