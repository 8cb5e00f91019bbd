export function FilmPage() {
  return <h1>Film</h1>;
}
