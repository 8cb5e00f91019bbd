// page_style.h: the report page's style sheet and its one script (the charts' hover).
#pragma once

#include <string>

namespace endrange {

inline const std::string kPageStyle = R"css(
:root{--bg:#fbfaf8;--fg:#1d2126;--dim:#667078;--card:#fff;--line:#dfe2e4;--near:#c2570c;--far:#8a949c;--lower:#2f7fd620;--bottom:#8257d130;--lift:#e08a1024;--top:#2d9a4c2a;--warn:#fff4dd;--warnline:#e3b341;--back:#b3264a;--edge:#1d212630}
@media (prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e8eaec;--dim:#98a2aa;--card:#1d2226;--line:#333a40;--near:#ffa94d;--far:#7b858d;--lower:#4a9cf02e;--bottom:#a486f03c;--lift:#f0a83c30;--top:#55c97838;--warn:#2d2716;--warnline:#a8822e;--back:#ff7d97;--edge:#ffffff38}}
*{box-sizing:border-box}a{color:inherit}body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:960px;margin:0 auto;padding:20px 16px 40px}h1{font-size:1.25rem;margin:0;overflow-wrap:anywhere}h2{font-size:1.1rem;margin:32px 0 10px}h3{font-size:.95rem;margin:14px 0 6px}
.lead{font-size:1.15rem;margin:14px 0}.dim,small{color:var(--dim)}.dim{font-size:.88rem;margin:4px 0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:10px}.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}.card b{display:block;font-size:1.5rem;line-height:1.2}.card span{color:var(--dim);font-size:.85rem}
.warn{background:var(--warn);border-left:4px solid var(--warnline);border-radius:6px;padding:4px 16px 8px;margin-top:20px}.warn h2{margin:8px 0 2px;font-size:1rem}ul{padding-left:20px;margin:6px 0}li{margin:4px 0}
.answer{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--near);border-radius:8px;padding:12px 16px;margin:16px 0}.answer b{display:block;font-size:1.15rem}.answer span{color:var(--dim)}
.findings{list-style:none;padding:0}.findings li{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--far);border-radius:8px;padding:10px 14px;margin:8px 0}.findings .fix,.findings .stop{border-left-color:var(--near)}.findings .watch{border-left-color:var(--warnline)}.cue{margin:4px 0 0;font-weight:600}
video{width:100%;max-height:75vh;border-radius:10px;background:#000;margin-top:20px}
.strip{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(46%,250px),1fr));gap:10px}.strip figure{margin:0}.strip img{width:100%;height:auto;border-radius:8px;display:block}.strip figcaption{font-size:.88rem;padding:4px 2px}figcaption small{white-space:nowrap}
figure.back{margin:12px 0}figure.back img{width:100%;max-width:720px;height:auto;border-radius:10px;display:block}figure.back figcaption{padding:4px 2px}
.plot{position:relative;margin:0 0 14px;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:6px;overflow-x:auto}.chart{display:block;width:100%;min-width:560px;height:auto;touch-action:pan-y}
.curve{fill:none;stroke-width:2.2;stroke-linejoin:round}.curve.near{stroke:var(--near)}.curve.far{stroke:var(--far);stroke-width:1.5}.curve.back{stroke:var(--back)}.curve.track{stroke:var(--back);stroke-width:1.4}.mark{fill:var(--back)}.band{fill:var(--back);fill-opacity:.13}.estimate{stroke:var(--back);stroke-width:2}.threshold{stroke:var(--fg);stroke-dasharray:7 5}text.note{fill:var(--fg)}
.grid{stroke:var(--line)}.grid.zero{stroke:var(--dim)}.boundary{stroke:var(--dim);stroke-dasharray:2 4}.cursor{stroke:var(--fg);stroke-width:1}
text{fill:var(--dim);font-size:12px}text.axis{font-size:12px}text.rep{fill:var(--fg);text-anchor:middle;font-weight:600}
.ph-lower{fill:var(--lower);background:var(--lower)}.ph-bottom{fill:var(--bottom);background:var(--bottom)}.ph-lift{fill:var(--lift);background:var(--lift)}.ph-top{fill:var(--top);background:var(--top)}
.legend{font-size:.85rem;color:var(--dim);margin:0 0 8px}.key{display:inline-block;width:18px;height:10px;border-radius:3px;margin:0 6px 0 14px;vertical-align:baseline;border:1px solid var(--line)}.key:first-child{margin-left:0}.key.near{background:var(--near)}.key.far{background:var(--far)}.key.back{background:var(--back)}.key.band{background:var(--back);opacity:.25}
.hover{position:absolute;top:30px;pointer-events:none;background:var(--fg);color:var(--bg);font-size:.8rem;line-height:1.35;padding:5px 9px;border-radius:6px;white-space:pre}
.scroll,.plot{background:linear-gradient(90deg,var(--card) 40%,transparent) left/36px 100% no-repeat local,linear-gradient(270deg,var(--card) 40%,transparent) right/36px 100% no-repeat local,linear-gradient(90deg,var(--edge),transparent) left/14px 100% no-repeat scroll,linear-gradient(270deg,var(--edge),transparent) right/14px 100% no-repeat scroll,var(--card)}.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px}table{border-collapse:collapse;width:100%;font-size:.88rem;font-variant-numeric:tabular-nums;white-space:nowrap}th,td{padding:6px 10px;text-align:right;border-bottom:1px solid var(--line)}tbody tr:last-child td{border-bottom:0}th{color:var(--dim);font-weight:600}tr.partial{color:var(--dim);font-style:italic}
footer{margin-top:36px;border-top:1px solid var(--line);padding-top:10px}
)css";

// Reads the samples of each plot over time from the JSON beside it; without scripts the charts still stand.
inline const std::string kPageScript = R"js(
for (const video of document.querySelectorAll('video')) video.addEventListener('error', () => video.parentElement.remove());
for (const plot of document.querySelectorAll('.plot')) {
  const samples = plot.querySelector('script');
  if (!samples) continue;
  const data = JSON.parse(samples.textContent);
  const svg = plot.querySelector('svg'), cursor = plot.querySelector('.cursor'), box = plot.querySelector('.hover');
  const hide = () => { cursor.setAttribute('visibility', 'hidden'); box.hidden = true; };
  svg.addEventListener('pointermove', event => {
    const area = svg.getBoundingClientRect();
    const x = (event.clientX - area.left) * data.width / area.width;
    const time = (x - data.left) / (data.right - data.left) * data.duration;
    if (time < 0 || time > data.duration) return hide();
    let i = 0;
    while (i + 1 < data.t.length && data.t[i + 1] <= time) i++;
    if (i + 1 < data.t.length && data.t[i + 1] - time < time - data.t[i]) i++;
    const at = data.left + data.t[i] / data.duration * (data.right - data.left);
    cursor.setAttribute('x1', at); cursor.setAttribute('x2', at); cursor.setAttribute('visibility', 'visible');
    box.textContent = data.t[i].toFixed(2) + ' s' + data.curves.map(c => '\n' + c.label + ': ' + (c.v[i] === null ? '–' : c.v[i].toFixed(1) + data.suffix)).join('');
    box.hidden = false;
    const left = area.left - plot.getBoundingClientRect().left + plot.scrollLeft + at * area.width / data.width;
    box.style.left = (left + box.offsetWidth + 20 > plot.clientWidth + plot.scrollLeft ? left - box.offsetWidth - 10 : left + 10) + 'px';
  });
  svg.addEventListener('pointerleave', hide);
}
)js";

}  // namespace endrange
