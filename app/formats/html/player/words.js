// The page's own texts: English and Chinese. Those of a playback come with it.
const WORDS = {
  place: ['Step {0} of {1}', '第 {0}/{1} 步'],
  iteration: ['iteration {0}', '第 {0} 轮'],
  run: ['run {0}', '第 {0} 次运行'],
  thread: ['thread {0}', '线程 {0}'],
  before: ['before the first step', '第一步之前'],
  after: ['after step {0}', '第 {0} 步之后'],
  theEnd: ['the end', '结束'],
  back: ['back to step {0}', '回到第 {0} 步'],

  code: ['Code', '代码'],
  clockVirtual: ['virtual time', '虚拟时间'],
  clockMixed: ['time', '时间'],
  timers: ['timers', '定时器'],
  timersNow: ['timers · {0}', '定时器 · {0}'],
  noTimers: ['no timers', '无定时器'],
  now: ['now', '现在'],
  later: ['later', '更晚'],
  noDeadline: ['no deadline', '无到期时间'],
  running: ['running now', '正在运行'],
  ready: ['ready queue', '就绪队列'],
  thisIteration: ['this iteration', '本轮'],
  nextIteration: ['next iteration', '下一轮'],
  empty: ['empty', '空'],
  objects: ['objects', '对象'],
  variables: ['variables', '变量'],
  stale: ['{0}: no longer the current value', '{0}：已不是当前值'],
  output: ['output', '输出'],
  noOutput: ['nothing yet', '暂无输出'],
  warnings: ['warnings: {0}', '警告：{0}'],
  warning: ['1 warning', '1 条警告'],
  lanes: ['Tasks, step by step', '各任务的每一步'],
  noCode: ['The trace has no listing.', '跟踪记录中没有代码。'],

  first: ['First step', '第一步'],
  stepBack: ['Step back', '上一步'],
  play: ['Play', '播放'],
  pause: ['Pause', '暂停'],
  forward: ['Next step', '下一步'],
  last: ['Last step', '最后一步'],
  speed: ['Speed', '速度'],
  scrubber: ['Step', '步'],
  predict: ['Predict', '预测'],
  present: ['Present', '演示'],
  theme: ['Light or dark', '浅色或深色'],
  language: ['中文', 'English'],
  help: ['Legend and keys', '图例与按键'],
  close: ['Close', '关闭'],

  start: ['What runs first?', '谁最先运行？'],
  startPredict: ['Predict it', '预测'],
  startStep: ['Step through it', '逐步查看'],
  which: ['Which one runs next?', '下一个运行的是谁？'],
  choose: ['Choose it: their order is hidden.', '请选择：顺序已隐藏。'],
  right: ['Right:', '正确：'],
  wrong: ['Not this one:', '不是它：'],
  head: ['first in, first out; {0} was at the head.', '先进先出；{0} 在队首。'],
  evidence: ['first in, first out; {0} joined in step {1}, {2} in step {3}.', '先进先出；{0} 在第 {1} 步加入，{2} 在第 {3} 步加入。'],
  evidenceAhead: ['first in, first out; {0} joined ahead of {1}.', '先进先出；{0} 在 {1} 之前加入。'],
  evidenceStart: ['first in, first out; {0} was there from the start, {2} joined in step {3}.', '先进先出；{0} 从一开始就在，{2} 在第 {3} 步加入。'],
  next: ['Next', '下一题'],
  score: ['You predicted {0} of {1}.', '你预测对了 {0}/{1}。'],
  nothingToPredict: ['There is never more than one to choose from here.', '这里从来没有多于一个的选择。'],
  timerOf: ['{0}’s timer', '{0} 的定时器'],
  callbackOf: ['{0}’s callback', '{0} 的回调'],

  firstDifference: ['First difference', '第一处差异'],

  legend: ['Legend', '图例'],
  keys: ['Keys', '按键'],
  share: ['Share', '分享'],
  copyLink: ['Copy a link to this step', '复制指向此步的链接'],
  copyEmbed: ['Copy the code that embeds it', '复制嵌入代码'],
  copied: ['Copied', '已复制'],
  notes: ['Speaker notes', '演讲者备注'],
  lookFor: ['What to look for', '观察要点'],
  comesNext: ['Next', '下一步'],
  pages: ['Only the first {0} steps are printed.', '只打印前 {0} 步。'],
};

const LEGEND = [
  ['running', ['runs: your code has the only thread', '运行：你的代码占有唯一的线程']],
  ['ready', ['ready: its turn will come, first in, first out', '就绪：等待轮到它，先进先出']],
  ['waiting', ['waits: suspended at an await', '等待：在 await 处挂起']],
  ['loop', ['square: a timer or callback of the event loop', '方形：事件循环的定时器或回调']],
  ['returned', ['returned', '已返回']],
  ['raised', ['raised an exception', '引发了异常']],
  ['cancelled', ['was cancelled', '被取消']],
  ['fence', ['the iteration ends here: what joins behind the bar runs in the next one', '本轮到此为止：在此之后加入的下一轮运行']],
];

const KEY_NAMES = [
  ['← →', ['one step (a clicker’s Page Up and Page Down, too)', '一步（翻页笔的 Page Up、Page Down 也可以）']],
  ['[ ]', ['one iteration', '一轮']],
  ['Home End', ['first and last step', '第一步和最后一步']],
  ['Space', ['play or pause', '播放或暂停']],
  ['P', ['predict what runs next; 1 to 9 choose', '预测下一个运行的；1 到 9 选择']],
  ['F', ['present: large type, full screen', '演示：大字体，全屏']],
  ['N', ['speaker notes in a window of their own', '在单独的窗口中显示演讲者备注']],
  ['B', ['blank the screen while presenting', '演示时黑屏']],
  ['T', ['light or dark', '浅色或深色']],
  ['L', ['English or Chinese', '英文或中文']],
  ['?', ['this list', '此列表']],
];

// The language in which the page is read: an index in every pair of texts.
const LANGUAGES = ['en', 'zh'];
let language = 0;

// A text of the page's own, with its arguments.
function say(name, ...given) {
  return WORDS[name][language].replace(/\{(\d)\}/g, (_, index) => given[index]);
}
