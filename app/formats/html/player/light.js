// The same task lights up everywhere: while it is pointed at, or until it is clicked again.

let pinned = new Set();

function light(tasks) {
  document.body.classList.toggle('lighting', tasks.size > 0);
  document.querySelectorAll('[data-task]').forEach((place) => place.classList.toggle('lit', place.dataset.task.split(' ').some((task) => tasks.has(Number(task)))));
}

function tasksOf(place) {
  return new Set(place.dataset.task.split(' ').map(Number));
}

for (const [name, on] of [['pointerover', true], ['focusin', true], ['pointerout', false], ['focusout', false]]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest && event.target.closest('[data-task]');
    if (place) light(on ? tasksOf(place) : pinned);
  });
}
