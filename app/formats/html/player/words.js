// The page's own texts, in both languages. The texts of a playback are in the playback's language.
const WORDS = {
  en: {
    step: 'Step', of: 'of', iteration: 'iteration', run: 'run', listing: 'Listing', thread: 'thread', loop: 'The event loop', output: 'Output',
    before: 'before the first step', behind: 'after step', phases: ['jump the clock', 'take expired timers', 'run the queue'],
    now: 'running now', queue: 'ready queue', next: 'next iteration', empty: 'empty', timers: 'timers', none: 'no timer',
    clock: 'now', program: 'the program', theLoop: 'event loop', nothing: 'no output yet', warnings: 'Warnings', lanes: 'The tasks, step by step',
    running: 'runs', ready: 'ready', waiting: 'waits', done: 'done', more: 'more', earlier: 'earlier lines',
    predict: 'Predict the next step', which: 'What runs next?', right: 'Right.', wrong: 'No: ',
    fifo: 'the ready queue is first in, first out.', jumps: 'the clock jumps', stops: 'nothing: the program ends',
    idle: 'nothing was ready, so the clock jumped to the next deadline.', over: 'nothing was left to run.',
    first: 'first step', back: 'step back', play: 'play', pause: 'pause', forward: 'next step', last: 'last step',
    speed: 'speed', scrubber: 'step', keys: [['← →', 'step'], ['[ ]', 'iteration'], ['space', 'play'], ['P', 'predict']],
    python: 'Python', cpp: 'C++', theme: 'light or dark', timer: 'timer', lane: 'lane', pages: 'Only the first {0} steps are printed.',
  },
  zh: {
    step: '第', of: '/', iteration: '第', run: '第', listing: '代码', thread: '线程', loop: '事件循环', output: '输出',
    before: '第一步之前', behind: '之后：第', phases: ['时钟跳转', '取出到期的定时器', '运行就绪队列'],
    now: '正在运行', queue: '就绪队列', next: '下一轮', empty: '空', timers: '定时器', none: '无定时器',
    clock: '现在', program: '程序', theLoop: '事件循环', nothing: '暂无输出', warnings: '警告', lanes: '各任务，一步一步',
    running: '运行', ready: '就绪', waiting: '等待', done: '完成', more: '个', earlier: '行在前面',
    predict: '预测下一步', which: '下一个运行的是谁？', right: '对。', wrong: '不对：',
    fifo: '就绪队列先进先出。', jumps: '时钟跳转', stops: '没有：程序结束',
    idle: '就绪队列为空，所以时钟跳到下一个到期时间。', over: '没有可运行的了。',
    first: '第一步', back: '上一步', play: '播放', pause: '暂停', forward: '下一步', last: '最后一步',
    speed: '速度', scrubber: '步', keys: [['← →', '一步'], ['[ ]', '一轮'], ['空格', '播放'], ['P', '预测']],
    python: 'Python', cpp: 'C++', theme: '浅色或深色', timer: '定时器', lane: '行', pages: '只打印前 {0} 步。',
  },
};
