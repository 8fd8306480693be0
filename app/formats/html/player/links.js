// Links to steps, and the way back.

let returns = []; // the steps from which links were followed

function follow(link) {
  const which = players.findIndex((player) => player.root.contains(link));
  const to = players[which].playback.find(link.dataset.step);
  returns.push(index);
  go(comparison ? comparison.position(which, to) : to);
}

function showReturn() {
  const place = lead.find('return');
  if (returns.length && returns[returns.length - 1] === index) returns.pop();
  place.hidden = returns.length === 0;
  if (returns.length) place.textContent = say('back', positionName(returns[returns.length - 1]));
}

function goBack() {
  if (returns.length) go(returns.pop());
}
