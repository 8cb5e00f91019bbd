import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Camera } from '../src/live/camera';
import { first_state, on_leaving, reduce, type Event, type State } from '../src/live/machine';
import type { LiveState } from '../src/live/types';

const camera = { stream: {}, id: 'c', cameras: [] } as unknown as Camera;

function answer(some: Partial<LiveState>, now_ms: number): Event {
  const live = { stage: 'set_up', ended_because: null, set_up: { is_good: true, items: [] }, cues: [], ...some } as unknown as LiveState;
  return { kind: 'answer', live, now_ms };
}

function after(events: Event[], options = { starts_itself: false, delay_s: 3 }): State {
  return events.reduce(reduce, first_state(options));
}

const opened: Event[] = [{ kind: 'open' }, { kind: 'camera', camera }, { kind: 'session', id: 'l1' }];

test('the camera, then the set', () => {
  assert.equal(after([{ kind: 'open' }]).stage, 'asking');
  assert.equal(after(opened).stage, 'preview');
  assert.equal(after([{ kind: 'open' }, { kind: 'refused', message: 'no' }]).message, 'no');
});

test('what one answer had to say isn’t lost to the next, and nothing of the set-up is said', () => {
  const cue = (id: string) => ({ id, say: id, show: id, tone: null });
  const set = after([...opened, answer({ cues: [cue('early')] }, 500), { kind: 'start', now_ms: 1000 }, { kind: 'tick', now_ms: 4000 }]);
  const state = [answer({ stage: 'working', cues: [cue('1')] }, 5000), answer({ stage: 'working' }, 5040), answer({ stage: 'ended', cues: [cue('end')] }, 5080)].reduce(reduce, set);
  assert.deepEqual(state.cues.map((c) => c.id), ['1', 'end']);
  assert.deepEqual(reduce(state, { kind: 'open' }).cues, []);
});

test('a countdown runs to the set, second by second', () => {
  const begun = after([...opened, { kind: 'start', now_ms: 1000 }]);
  assert.equal(begun.stage, 'countdown');
  assert.equal(begun.left_s, 3);
  assert.equal(reduce(begun, { kind: 'tick', now_ms: 2500 }).left_s, 2);
  assert.equal(reduce(begun, { kind: 'tick', now_ms: 4000 }).stage, 'working');
  assert.equal(reduce(begun, { kind: 'cancel' }).stage, 'preview');
  assert.equal(reduce(begun, { kind: 'stop' }).stage, 'preview');
});

test('a tick that changes nothing gives the same state', () => {
  const begun = after([...opened, { kind: 'start', now_ms: 0 }]);
  assert.equal(reduce(begun, { kind: 'tick', now_ms: 100 }), begun);
});

test('it starts by itself after two good seconds, and only where that was asked for', () => {
  const events = [...opened, answer({}, 0), answer({}, 1900)];
  const itself = { starts_itself: true, delay_s: 5 };
  assert.equal(after(events, itself).stage, 'preview');
  assert.equal(after([...events, answer({}, 2000)], itself).stage, 'countdown');
  assert.equal(after([...events, answer({}, 9000)]).stage, 'preview');
  const bad = answer({ set_up: { is_good: false, items: [] } }, 1950);
  assert.equal(after([...events, bad, answer({}, 2100)], itself).stage, 'preview');
});

test('what started by itself stops when the picture is no longer good; what was started by hand goes on', () => {
  const bad = answer({ set_up: { is_good: false, items: [] } }, 2500);
  assert.equal(after([...opened, answer({}, 0), answer({}, 2000), bad], { starts_itself: true, delay_s: 5 }).stage, 'preview');
  assert.equal(after([...opened, { kind: 'start', now_ms: 2000 }, bad]).stage, 'countdown');
});

test('the set ends by the server’s word or by the lifter’s', () => {
  const working = after([...opened, { kind: 'start', now_ms: 0 }, { kind: 'tick', now_ms: 3000 }]);
  assert.equal(reduce(working, answer({ stage: 'ended', ended_because: 'goal' }, 4000)).stage, 'finishing');
  assert.equal(reduce(working, answer({ stage: 'working' }, 4000)).stage, 'working');
  const stopped = reduce(working, { kind: 'stop' });
  assert.equal(stopped.stage, 'finishing');
  // An answer under way when it was stopped doesn't bring it back.
  assert.equal(reduce(stopped, answer({ stage: 'working' }, 4100)).stage, 'finishing');
  assert.equal(reduce(stopped, { kind: 'finished', finished: { film: null, analysis: null } }).stage, 'summary');
});

test('what comes after the end changes nothing', () => {
  const done = after([...opened, { kind: 'start', now_ms: 0 }, { kind: 'tick', now_ms: 3000 }, { kind: 'stop' }, { kind: 'finished', finished: { film: null, analysis: null } }]);
  assert.equal(reduce(done, { kind: 'failed', message: 'late' }).stage, 'summary');
  assert.equal(reduce(done, { kind: 'start', now_ms: 1 }).stage, 'summary');
});

test('a set whose camera fails is worked out as far as it got', () => {
  const working = after([...opened, { kind: 'start', now_ms: 0 }, { kind: 'tick', now_ms: 3000 }]);
  const failed: Event = { kind: 'failed', message: 'gone' };
  assert.equal(reduce(working, failed).stage, 'failed');
  const finishing = reduce(reduce(working, answer({ stage: 'working', reps: 3 }, 4000)), failed);
  assert.equal(finishing.stage, 'finishing');
  assert.equal(reduce(finishing, failed).stage, 'failed');
});

test('a hidden page counts nothing down', () => {
  const begun = after([...opened, { kind: 'start', now_ms: 0 }, { kind: 'hidden', is_hidden: true }]);
  assert.equal(begun.stage, 'preview');
  assert.equal(begun.is_hidden, true);
  assert.equal(after([...opened, { kind: 'start', now_ms: 0 }, { kind: 'tick', now_ms: 3000 }, { kind: 'hidden', is_hidden: true }]).stage, 'working');
});

test('opening anew forgets the last set, and keeps how it starts', () => {
  const again = after([...opened, answer({}, 0), { kind: 'options', delay_s: 10, starts_itself: true }, { kind: 'open' }]);
  assert.equal(again.stage, 'asking');
  assert.equal(again.live_id, null);
  assert.equal(again.live, null);
  assert.equal(again.delay_s, 10);
  assert.equal(again.starts_itself, true);
});

const begun: Event[] = [...opened, { kind: 'start', now_ms: 0 }, { kind: 'tick', now_ms: 3000 }];
const lost: Event = { kind: 'failed', message: 'not running', is_offline: true };

test('a hold counts as done also when it is over, and its length stays', () => {
  const held = after([...begun, answer({ stage: 'working', reps: 0, hold_s: 14.2 }, 4000), answer({ stage: 'working', reps: 0, hold_s: null }, 4100)]);
  assert.equal(held.held_s, 14.2);
  assert.equal(reduce(held, { kind: 'failed', message: 'gone' }).stage, 'finishing');
});

test('what is seen before the set isn’t done in it', () => {
  const early = after([...opened, answer({ reps: 1, hold_s: 3 }, 100), { kind: 'start', now_ms: 200 }, { kind: 'tick', now_ms: 3200 }, answer({ stage: 'set_up', reps: 1, hold_s: 4 }, 3300)]);
  assert.equal(early.has_done, false);
  assert.equal(early.held_s, null);
});

test('a set whose end doesn’t reach the server can be sent again, and one that the server refuses can’t', () => {
  const finishing = after([...begun, answer({ stage: 'working', reps: 2 }, 4000), { kind: 'stop' }]);
  const failed = reduce(finishing, lost);
  assert.deepEqual([failed.stage, failed.is_unfinished], ['failed', true]);
  const again = reduce(failed, { kind: 'finish_again' });
  assert.deepEqual([again.stage, again.live_id, again.message], ['finishing', 'l1', null]);
  assert.deepEqual(reduce(reduce(again, lost), { kind: 'finish_again' }).stage, 'finishing');
  const refused = reduce(again, { kind: 'failed', message: 'disk full' });
  assert.equal(refused.is_unfinished, false);
  assert.equal(reduce(refused, { kind: 'finish_again' }).stage, 'failed');
});

test('who leaves the page in the middle of a set keeps what was done', () => {
  assert.equal(on_leaving(after([{ kind: 'open' }])), 'nothing');
  assert.equal(on_leaving(after(opened)), 'drop');
  assert.equal(on_leaving(after(begun)), 'drop');
  const working = after([...begun, answer({ stage: 'working', reps: 2 }, 4000)]);
  assert.equal(on_leaving(working), 'finish');
  // It is being worked out already.
  assert.equal(on_leaving(reduce(working, { kind: 'stop' })), 'nothing');
  assert.equal(on_leaving([{ kind: 'stop' } as Event, lost].reduce(reduce, working)), 'finish');
});

test('opening anew while it opens is a new opening', () => {
  assert.equal(after([{ kind: 'open' }, { kind: 'open' }]).asked, 2);
});
