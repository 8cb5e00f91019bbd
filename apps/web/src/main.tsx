import { render } from 'preact';
import { App } from './app';
import './style.css';
import './style-training.css';

render(<App />, document.getElementById('app')!);

// While developing, a kept page would hide the new one.
if ('serviceWorker' in navigator && import.meta.env.PROD)
  navigator.serviceWorker.register('/sw.js').catch(() => undefined); // the page works without
