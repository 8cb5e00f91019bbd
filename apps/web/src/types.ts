// The API's answers, field by field (apps/server/openapi.json, docs/formats.md). null = unknown.

export interface ExerciseName { id: string; title: string; is_hold: boolean; is_each_leg: boolean }

export interface About {
  version: string;
  models: string[];
  model: string;
  journal_path: string;
  upload_limit_bytes: number;
  exercises: ExerciseName[];
  symptoms: string[];
  today: string; // "2026-11-21"
  openapi: string;
  rungs: { id: string; title: string }[]; // of the ladder, first to last
}

export type Sex = 'f' | 'm' | null;

export interface Person {
  id: string;
  name: string;
  height_m: number | null;
  mass_kg: number | null;
  sex: Sex;
  weekdays: number; // Monday 1 + Tuesday 2 + Wednesday 4 + … + Sunday 64; 0 = any
}
export type PersonFields = Partial<Omit<Person, 'id'>>;

export type EndRangeStatus = 'found' | 'not_reached' | 'not_measured';

export interface EndRange {
  status: EndRangeStatus;
  deg: number | null;
  low_deg: number | null;
  high_deg: number | null;
  lowest_held_deg: number | null;
}

export type DecisionKind =
  | 'entry' | 'promotion' | 'regression' | 'choice' | 'refusal' | 'stop' | 'all_clear' | 'lighter';

export interface Decision { day: string; kind: DecisionKind; from: string; to: string; sentence: string }

// endrange.plan/1
export interface TrainingDay {
  day: string;
  kind: 'training';
  rung: string;
  title: string;
  exercise: string;
  warm_up_hollow_hold_s: number;
  sets: number;
  reps?: number; // with each leg where each_leg; a hold has hold_s instead
  hold_s?: number;
  each_leg: boolean;
  tempo: string | null; // "4-0-2-1"
  lowering_s: number | null;
  pause_s: number | null;
  rest_s: number | null;
  turn_at_deg: number | null;
  retest: boolean;
  lighter: boolean;
  sets_done: number;
  because: string[];
}
export interface OtherDay { day: string; kind: 'rest' | 'stopped'; because: string[] }
export type PlanDay = TrainingDay | OtherDay;

export interface Plan {
  schema: string;
  person: string;
  today: string;
  stopped: string | null;
  days: PlanDay[];
  decisions: Decision[];
}

// endrange.history/1
export interface HistoryDay {
  day: string;
  exercise: string; // its title
  sets: number;
  reps: number;
  skipped: number;
  hold_s: number | null;
  lowering_s: number | null;
  control_score: number | null;
  rpe: number | null;
  measured: boolean;
  end_range: EndRange;
}

// One set by itself.
export interface HistorySet {
  id: string;
  film: string | null;
  at: string; // RFC 3339
  exercise: string; // id
  source: 'clip' | 'log' | 'import';
  reps: number;
  left_reps: number;
  right_reps: number;
  hold_s: number | null;
  tempo: string; // "3.9-0.2-1.3-1.0", '' where none was measured or said
  weight_kg: number | null;
  rpe: number | null;
  skipped: boolean;
  note: string;
  end_range: EndRange;
}

export interface SymptomEntry { at: string; kind: string; pain: number | null; place: string; note: string }

export interface History {
  schema: string;
  person: string;
  from: string;
  to: string;
  all: { sessions: number; sets: number; reps: number; first: string | null };
  days: HistoryDay[];
  sets: HistorySet[]; // in time order; only the server tells them
  symptoms: SymptomEntry[];
  decisions: Decision[];
}

export type FilmState = 'queued' | 'analysing' | 'drawing' | 'done' | 'failed' | 'nothing';

export interface Film {
  id: string;
  person: string;
  name: string;
  source: 'upload' | 'live';
  state: FilmState;
  share: number | null; // 0…1
  position: number | null; // in the queue
  added: string; // RFC 3339
  message: string | null;
  has_video: boolean;
  reps: number | null;
  exercise: string | null;
  end_range: EndRange | null;
}

// What a set shall be: handed to the live page by live/goal.ts.
export interface Goal {
  exercise: string;
  reps: number | null;
  lowering_s: number | null;
  pause_s: number | null;
  turn_at_deg: number | null;
  hold_s: number | null;
  is_each_leg: boolean;
}
