// The frame around every page: who trains, where one is, and the page itself.
import { useRoute } from './route';
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
    case 'films': return <ResultPage film={route[1] ?? ''} />;
    case 'progress': return <ProgressPage />;
    case 'person': return <PersonPage />;
    default: return <TodayPage />;
  }
}

export function App() {
  const route = useRoute();
  const here = route[0] ?? 'today';
  return (
    <>
      <a class="skip" href="#main">Skip to content</a>
      <header class="bar">
        <a class="brand" href="#/today">endrange</a>
        <nav aria-label="Pages">
          {pages.map((p) => (
            <a key={p.id} href={`#/${p.id}`} aria-current={p.id === here ? 'page' : undefined}>{p.title}</a>
          ))}
        </nav>
      </header>
      <main id="main" tabIndex={-1}>{page(route)}</main>
    </>
  );
}
