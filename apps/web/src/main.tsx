import { render } from 'preact';
import { App } from './app';
import './style.css';
import './style-training.css';

render(<App />, document.getElementById('app')!);

if ('serviceWorker' in navigator)
  navigator.serviceWorker.register('/sw.js').catch(() => undefined); // the page works without
