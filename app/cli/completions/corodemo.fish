# Completion of corodemo's command line in fish. The program itself tells what can follow: corodemo __complete WORD...
function __corodemo_complete
    set -l typed (commandline -opc)
    set -l program $typed[1]
    set -e typed[1]
    set -l word (commandline -ct)
    set -l before (string match -r -- '^--[^=]*=' "$word")
    set -l path (string replace -r -- '^--[^=]*=' '' "$word")
    for line in ($program __complete $typed "$word" 2>/dev/null)
        switch $line
            case ':folders'
                printf '%s\n' "$before"(__fish_complete_directories "$path")
            case ':files*'
                set -l extensions (string split -n ' ' -- (string replace ':files' '' $line))
                # fish knows about escapes, quotes, ~ and variables in what was typed.
                for file in (complete -C "__fish_command_without_completions $path" | string replace -r '\t.*' '')
                    if string match -q -- '*/' $file; or test -z "$extensions"; or contains -- (string match -r -- '\.[^.]*$' $file) $extensions
                        echo "$before$file"
                    end
                end
            case '*'
                echo $line
        end
    end
end
complete -c corodemo -f -a '(__corodemo_complete)'
