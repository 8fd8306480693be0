"""Writes docs/gallery, each scenario's picture and page in both languages, and the pictures that the documentation shows
(docs/pictures): python3 docs/gallery.py build/corodemo"""

import html
import json
import os
import subprocess
import sys

DOCS = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(DOCS, 'gallery')
#: What README.md and slides.md show, and how each is made.
PICTURES = {
    'gather.svg': ['gather', '--lang', 'en'],
    'gather-time.svg': ['gather', '--axis', 'time', '--lang', 'en'],
    'gather-time.zh.svg': ['gather', '--axis', 'time', '--lang', 'zh'],
}
LANGUAGES = {
    'en': {'title': 'corodemo: what an event loop does', 'other': '中文', 'file': 'index.html', 'goes_to': 'index.zh.html',
           'hint': 'A picture opens its page, on which you can step.'},
    'zh': {'title': 'corodemo：事件循环在做什么', 'other': 'English', 'file': 'index.zh.html', 'goes_to': 'index.html',
           'hint': '点击图片打开对应的网页，可以一步一步播放。'},
}
PAGE = '''<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: #15202b; margin: 2rem auto; max-width: 90rem; padding: 0 1rem; }}
ul {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1.5rem; list-style: none; padding: 0; }}
img {{ width: 100%; border: 1px solid #cbd3db; border-radius: .4rem; }}
a {{ color: #0b66b5; }}
</style>
<h1>{title}</h1>
<p>{hint} <a href="{goes_to}" lang="{other_language}">{other}</a></p>
<ul>
{items}
</ul>
</html>
'''
ITEM = '<li><a href="{name}.{language}.html"><img src="{name}.{language}.svg" alt="" loading="lazy">{name}</a><br>{title}</li>'


def run(program, *words):
    return subprocess.run([program, *words], stdout=subprocess.PIPE, check=True, encoding='utf-8').stdout


def main(program):
    for name, words in PICTURES.items():
        run(program, *words, '-q', '-o', os.path.join(DOCS, 'pictures', name))
    os.makedirs(FOLDER, exist_ok=True)
    scenarios = json.loads(run(program, 'list', '--json'))
    for language, words in LANGUAGES.items():
        items = []
        for scenario in scenarios:
            name = scenario['name']
            for ending in ('svg', 'html'):
                run(program, name, '-q', '--lang', language, '-o', os.path.join(FOLDER, '%s.%s.%s' % (name, language, ending)))
            title = scenario['title'][language] if isinstance(scenario['title'], dict) else scenario['title']
            items.append(ITEM.format(name=name, language=language, title=html.escape(title)))
        other_language = 'en' if language == 'zh' else 'zh'
        with open(os.path.join(FOLDER, words['file']), 'w', encoding='utf-8') as file:
            file.write(PAGE.format(language=language, other_language=other_language, items='\n'.join(items), **words))
    print('%d scenarios: %s' % (len(scenarios), os.path.join('docs', 'gallery', 'index.html')))


if __name__ == '__main__':
    main(sys.argv[1])
