// The moment that is shown: one for the player, all plots and all links. Plots hear of it without drawing the page anew.

export interface Clock {
  at_s: number;
  readonly duration_s: number;
  seek(at_s: number): void; // asked for; the player obeys
  show(at_s: number): void; // told by the player
  on_seek(heard: (at_s: number) => void): () => void;
  on_show(heard: (at_s: number) => void): () => void;
}

export function make_clock(duration_s: number): Clock {
  const seeks = new Set<(at_s: number) => void>();
  const shows = new Set<(at_s: number) => void>();
  const listen = (set: Set<(at_s: number) => void>, heard: (at_s: number) => void) => {
    set.add(heard);
    return () => void set.delete(heard);
  };
  const clock: Clock = {
    at_s: 0,
    duration_s,
    seek(at_s) {
      const wanted = Math.min(Math.max(0, at_s), duration_s);
      for (const heard of seeks) heard(wanted);
      clock.show(wanted);
    },
    show(at_s) {
      clock.at_s = at_s;
      for (const heard of shows) heard(at_s);
    },
    on_seek: (heard) => listen(seeks, heard),
    on_show: (heard) => listen(shows, heard),
  };
  return clock;
}
