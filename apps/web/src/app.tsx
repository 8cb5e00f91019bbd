// The frame around every page: who trains, where one is, and the page itself.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from './api';
import { go, useRoute } from './route';
import { FilmsStatus } from './parts/films_status';
import { ChoosePerson, FirstVisit } from './parts/first_visit';
import { lead_to_heading, name_page } from './parts/heading';
import { NavIcon, SoundIcon } from './parts/icons';
import { TroubleCard, Waiting } from './parts/loaded';
import { allow_sound, say, set_muted, useMuted } from './parts/voice';
import { WhoContext, usePeople, type Found } from './parts/who';
import { TodayPage } from './pages/today';
import { FilmPage } from './pages/film';
import { LivePage } from './pages/live';
import { ResultPage } from './pages/result';
import { ProgressPage } from './pages/progress';
import { PersonPage } from './pages/person';

const pages = [
  { id: 'today', title: 'Today' },
  { id: 'film', title: 'Film' },
  { id: 'progress', title: 'Progress' },
  { id: 'person', title: 'You' },
];

function page(route: string[]) {
  switch (route[0]) {
    case 'film': return <FilmPage />;
    case 'live': return <LivePage />;
    case 'films': return <ResultPage film={route[1] ?? ''} key={route[1]} />;
    case 'progress': return <ProgressPage />;
    case 'person': return <PersonPage />;
    default: return <TodayPage />;
  }
}

// The sentence is the card's own.
const kLocked = new ApiError(403, 'locked', '');

function useHeading(route: string, is_there: boolean) {
  const is_first = useRef(true);
  useEffect(() => {
    name_page();
    // What the browser loads begins where the browser begins.
    if (is_first.current) {
      is_first.current = !is_there;
      return;
    }
    scrollTo(0, 0);
    lead_to_heading();
  }, [route, is_there]);
}

function MuteButton() {
  const is_muted = useMuted();
  return (
    <button type="button" class="icon-button" aria-pressed={is_muted} aria-label="Mute voice and tones" title={is_muted ? 'Sound is off' : 'Sound is on'}
      onClick={() => { allow_sound(); set_muted(!is_muted); if (is_muted) say('Sound on'); }}>
      <SoundIcon is_muted={is_muted} />
    </button>
  );
}

function Frame({ here, aside, children }: { here: string; aside?: ComponentChildren; children: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById('main')?.focus(); }}>Skip to content</a>
      <header class="bar">
        <a class="brand" href="#/today"><img src="/icon.svg" alt="" width="28" height="28" />endrange</a>
        <nav aria-label="Pages">
          {pages.map((p) => (
            <a key={p.id} href={`#/${p.id}`} aria-current={p.id === here ? 'page' : undefined}><NavIcon id={p.id} />{p.title}</a>
          ))}
        </nav>
        <div class="aside">{aside}<MuteButton /></div>
      </header>
      <main id="main" tabIndex={-1}>{children}</main>
    </>
  );
}

function content(found: Found, route: string[]) {
  const { error, about, people, chosen } = found;
  const retry = () => void found.reload();
  if (about === null || people === null)
    return error === null ? <Waiting /> : <><h1 class="hidden">endrange</h1><TroubleCard error={error} retry={retry} /></>;
  if (people.length === 0)
    return <FirstVisit made={(p) => { found.choose(p.id); go('today'); retry(); }} />;
  const person = people.find((p) => p.id === chosen);
  if (person === undefined) return <ChoosePerson people={people} choose={found.choose} />;
  return (
    <WhoContext.Provider value={{ about, people, person, choose: found.choose, reload: found.reload }} key={person.id}>
      {page(route)}
    </WhoContext.Provider>
  );
}

export function App() {
  const route = useRoute();
  const found = usePeople();
  const person = found.people?.find((p) => p.id === found.chosen);
  const is_there = found.about !== null;
  const reload = found.reload;
  useEffect(() => {
    // The page waits for the program to be started, so that nobody has to reload it.
    if (found.error?.id !== 'offline' || is_there) return;
    const timer = setInterval(() => void reload(), 5000);
    return () => clearInterval(timer);
  }, [found.error, is_there, reload]);
  useHeading(`${route.join('/')} ${person?.id ?? ''} ${found.people?.length === 0}`, is_there);
  const [is_locked, set_locked] = useState(false);
  const here = route[0] ?? 'today';
  const aside = person && <><FilmsStatus person={person.id} locked={set_locked} key={person.id} /><a class="who" href="#/person" aria-label={`${person.name}: your data and other people`}>{person.name}</a></>;
  return <Frame here={here === 'live' || here === 'films' ? 'film' : here} aside={aside}>{is_locked && <TroubleCard error={kLocked} />}{content(found, route)}</Frame>;
}
