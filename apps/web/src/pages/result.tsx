export function ResultPage({ film }: { film: string }) {
  return <h1>Result {film}</h1>;
}
