// Starts the page.

document.body.classList.toggle('pair', players.length > 1);
buttons.predict.hidden = players.length > 1;
players.forEach((player) => {
  player.chosen = (to, { dragging = false } = {}) => go(comparison ? comparison.position(players.indexOf(player), to) : to, { pace: dragging ? 0 : 1 });
  player.read(player.stage.language);
});
addEventListener('hashchange', fromAddress);
fromAddress();
// For a page that embeds this one and steps it, and for tests.
window.corodemo = { players, go };
