# Completion of corodemo's command line in bash. The program itself tells what can follow: corodemo __complete WORD...

# Adds the files that begin with $word: _corodemo_files OPTION_OF_COMPGEN...
_corodemo_files() {
    local file
    compopt -o filenames
    while IFS= read -r file; do
        COMPREPLY+=("$file")
    done < <(compgen "$@" -- "$word")
}

_corodemo() {
    local word glued=
    local -a words=()
    local -i at
    # bash splits words at = and :, too.
    for ((at = 1; at <= COMP_CWORD; at++)); do
        word=${COMP_WORDS[at]}
        if ((${#words[@]})) && [[ $glued || $word == [=:]* ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
        [[ $word == [=:] ]] && glued=yes || glued=
    done
    # Only what follows the last = or : is to be completed.
    [[ $word == [=:] ]] && word=
    local before=${words[-1]%"$word"}

    local line extension
    COMPREPLY=()
    compopt -o nosort 2>/dev/null # bash has it since 4.4
    while IFS= read -r line; do
        case $line in
        :folders) _corodemo_files -d ;;
        :files) _corodemo_files -f ;;
        :files\ *)
            _corodemo_files -d
            for extension in ${line#:files }; do
                _corodemo_files -f -X "!*$extension"
            done
            ;;
        *)
            line=${line%%$'\t'*}
            [[ ${line#"$before"} ]] && COMPREPLY+=("${line#"$before"}")
            ;;
        esac
    done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace
}
complete -F _corodemo corodemo
