// The overlay's styles, by themselves: nothing of the page's reaches into it, nor the other way round.
export const STYLES = `
:host { all: initial; position: fixed; z-index: 2147483647; inset: auto 12px 12px auto; color-scheme: light dark }
@media print { :host { display: none } }
* { box-sizing: border-box }
[hidden] { display: none !important }
aside { width: min(500px, calc(100vw - 24px)); font: 13px/1.45 system-ui, sans-serif; color: light-dark(#1b1f24, #e6e9ee); background: light-dark(#fff, #16191e);
  border: 1px solid light-dark(#c4cad2, #3c444f); border-radius: 10px; box-shadow: 0 8px 28px #0004; overflow: hidden }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; padding: 8px 10px; background: light-dark(#f1f3f6, #20252c) }
output { flex: 1; color: light-dark(#4c5561, #aab3bf); white-space: nowrap }
button, input { font: inherit; color: inherit; background: transparent; border: 1px solid light-dark(#c4cad2, #4a535f); border-radius: 6px; padding: 2px 8px }
button { cursor: pointer }
button:hover { background: light-dark(#e3e7ec, #2d343d) }
:focus-visible { outline: 2px solid light-dark(#0b57d0, #8ab4ff); outline-offset: 1px }
[role=tablist] { display: inline-flex; gap: 4px }
[aria-selected=true], [aria-pressed=true] { background: light-dark(#dbe6fb, #24385c); border-color: light-dark(#0b57d0, #8ab4ff) }
.body { height: min(420px, 60vh); overflow: auto; overscroll-behavior: contain }
.tools { position: sticky; top: 0; display: flex; gap: 6px; padding: 8px 10px; background: inherit; background: light-dark(#fff, #16191e) }
input { flex: 1; min-width: 0 }
ol { list-style: none; margin: 0; padding: 0 }
li { border-top: 1px solid light-dark(#e3e7ec, #2d343d) }
summary { display: flex; gap: 8px; padding: 5px 10px; cursor: pointer }
summary::marker { content: "" }
time { color: light-dark(#4c5561, #aab3bf); font-variant-numeric: tabular-nums }
b { flex: 1; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
i { font-style: normal; color: light-dark(#4c5561, #aab3bf) }
.accepted { color: light-dark(#176b34, #6fd08f) }
.duplicate { color: light-dark(#7a5200, #e5b95c) }
.rejected, .refused, .dropped, .failed { color: light-dark(#b3261e, #ff9c94); font-weight: 600 }
p, pre { margin: 0; padding: 2px 10px }
p { overflow-wrap: anywhere }
pre { padding-bottom: 8px; font: 12px/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 12px; margin: 0; padding: 10px }
dt { color: light-dark(#4c5561, #aab3bf) }
dd { margin: 0; overflow-wrap: anywhere }
`;
