// Predicting, for the reader: the question above the ready queue, the verdict, the way to the next question.

function togglePredict() {
  if (comparison) return;
  predict.toggle();
  buttons.predict.setAttribute('aria-pressed', String(predict.on));
  go(predict.on ? predict.next(index === last ? 0 : index) : index);
}

function answer(chip) {
  predict.answer(lead.scene, chip.handle);
  pause();
  show(index + 1, 1);
  lead.find('onward').focus({ preventScroll: true });
}

// After a verdict, on to the next question.
function onward() {
  predict.verdict = null;
  const next = predict.next(index);
  show(next, next === index + 1 ? 1 : 0);
}

// Above the ready queue: the question, the verdict on the answer, the score at the end.
function showQuestion() {
  const place = lead.find('ask');
  const button = (text, act, name) => {
    const made = element('button', { type: 'button', class: name }, text);
    made.addEventListener('click', act);
    return made;
  };
  const { verdict } = predict;
  const parts = verdict ? [element('b', {}, (verdict.right ? '✓ ' : '✗ ') + say(verdict.right ? 'right' : 'wrong')), element('span', { title: verdict.why }, verdict.why), button(say('next'), onward, 'onward')]
    : predict.asks(lead.scene) ? [element('b', {}, say('which')), element('span', {}, say('choose'))]
      : predict.on && index === last ? [element('b', {}, predict.asked ? predict.score : say('nothingToPredict'))]
        : !predict.on && !comparison && index === 0 && lead.scene.queued > 1 ? [element('b', {}, say('start')), button(say('startPredict'), togglePredict, 'onward')]
          : [];
  place.replaceChildren(...parts);
  lead.find('readyname').hidden = parts.length > 0;
}
