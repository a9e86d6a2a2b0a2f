#!/usr/bin/env bash
# Measures every stage on the development data of the shared folder by its scorers.
#   accuracy.sh SHARED [OUT]
# Prints one block a measure, each headed by the command that made it, and keeps the scorers' whole answers in OUT.
# Official test parts are not there and not used. PYTHON names a Python with pyarrow (as .venv/bin/python after make tables); the default is python3.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
shared=$(cd "${1:?the shared data folder}" && pwd)
out=${2:-$(mktemp -d)}
mkdir -p "$out"
python=${PYTHON:-python3}
"$python" -c 'import pyarrow' || { echo "accuracy.sh: $python has no pyarrow: run make tables and set PYTHON=\$PWD/.venv/bin/python" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
go build -o "$work/detente" ./cmd/detente

block() { # name, command as a person would type it
    echo
    echo "## $1"
    echo "    $2"
}

for set in en_gum-dev en_ewt-dev; do
    block "tags and trees, $set" "eval_syntax.py input $set.conllu.gz | detente annotate syntax | eval_syntax.py score $set.conllu.gz -"
    "$python" "$shared/eval/eval_syntax.py" input "$shared/data/nlp/ud/$set.conllu.gz" | "$work/detente" annotate syntax > "$work/$set.pred"
    "$python" "$shared/eval/eval_syntax.py" score "$shared/data/nlp/ud/$set.conllu.gz" "$work/$set.pred" | tee "$out/syntax-$set.txt"
done

for set in polnear.dev gum.dev; do
    block "attribution, $set" "detente annotate attribution $set.jsonl.gz | eval_attribution.py $set.jsonl.gz -"
    "$work/detente" annotate attribution "$shared/data/attribution/$set.jsonl.gz" > "$work/$set.pred"
    "$python" "$shared/eval/eval_attribution.py" "$shared/data/attribution/$set.jsonl.gz" "$work/$set.pred" | tee "$out/attribution-$set.txt"
done
block "attribution, gum.dev news" "eval_attribution.py --genre news gum.dev.jsonl.gz PRED"
"$python" "$shared/eval/eval_attribution.py" --genre news "$shared/data/attribution/gum.dev.jsonl.gz" "$work/gum.dev.pred" | tee "$out/attribution-gum.dev-news.txt"
block "attribution, 95 % intervals" "attribution_boot.py eval_attribution.py polnear.dev.jsonl.gz PRED; attribution_boot.py --genre news eval_attribution.py gum.dev.jsonl.gz PRED"
{
    "$python" "$here/attribution_boot.py" "$shared/eval/eval_attribution.py" "$shared/data/attribution/polnear.dev.jsonl.gz" "$work/polnear.dev.pred"
    "$python" "$here/attribution_boot.py" --genre news "$shared/eval/eval_attribution.py" "$shared/data/attribution/gum.dev.jsonl.gz" "$work/gum.dev.pred"
} | tee "$out/attribution-intervals.txt"

for style in straight single none; do
    block "attribution, polnear.dev with other marks: $style" "typography.py $style polnear.dev.jsonl.gz > GOLD; detente annotate attribution GOLD | eval_attribution.py GOLD -"
    "$python" benchmarks/typography.py "$style" "$shared/data/attribution/polnear.dev.jsonl.gz" > "$work/typography.jsonl"
    "$work/detente" annotate attribution "$work/typography.jsonl" > "$work/typography.pred"
    "$python" "$shared/eval/eval_attribution.py" "$work/typography.jsonl" "$work/typography.pred" | tee "$out/attribution-polnear.dev-$style.txt"
done

for set in worldwide-dev crossner_politics-dev uner_ewt-dev; do
    block "names, $set" "eval_entities.py input ner $set.jsonl.gz | detente annotate entities | eval_entities.py ner $set.jsonl.gz -"
    "$python" "$shared/eval/eval_entities.py" input ner "$shared/data/nlp/ner/$set.jsonl.gz" | "$work/detente" annotate entities > "$work/$set.pred"
    "$python" "$shared/eval/eval_entities.py" ner "$shared/data/nlp/ner/$set.jsonl.gz" "$work/$set.pred" | tee "$out/names-$set.txt"
done
block "coreference, ontogum-dev" "eval_entities.py input coref ontogum-dev.jsonl.gz | detente annotate entities | eval_entities.py coref ontogum-dev.jsonl.gz -"
"$python" "$shared/eval/eval_entities.py" input coref "$shared/data/nlp/coref/ontogum-dev.jsonl.gz" | "$work/detente" annotate entities > "$work/coref.pred"
"$python" "$shared/eval/eval_entities.py" coref "$shared/data/nlp/coref/ontogum-dev.jsonl.gz" "$work/coref.pred" | tee "$out/coref.txt"
block "ambiguous pronouns, gap-validation" "eval_entities.py input gap gap-validation.jsonl.gz | detente annotate gap | eval_entities.py gap gap-validation.jsonl.gz -"
"$python" "$shared/eval/eval_entities.py" input gap "$shared/data/nlp/coref/gap-validation.jsonl.gz" | "$work/detente" annotate gap > "$work/gap.pred"
"$python" "$shared/eval/eval_entities.py" gap "$shared/data/nlp/coref/gap-validation.jsonl.gz" "$work/gap.pred" | tee "$out/gap.txt"

for set in timebank.train aquaint.train; do
    block "time expressions, $set" "detente annotate time $set.jsonl.gz | eval_time.py timex $set.jsonl.gz -"
    "$work/detente" annotate time "$shared/data/time/$set.jsonl.gz" > "$work/$set.pred"
    "$python" "$shared/eval/eval_time.py" timex "$shared/data/time/$set.jsonl.gz" "$work/$set.pred" | tee "$out/time-$set.txt"
done
# Set aside while rules were made: all of timebank.dev, the last 4 documents of
# wikiwars.train, the last 100 tweets of tweets.train; scored as one.
{
    gzip -dc "$shared/data/time/timebank.dev.jsonl.gz"
    gzip -dc "$shared/data/time/wikiwars.train.jsonl.gz" | tail -n 4
    gzip -dc "$shared/data/time/tweets.train.jsonl.gz" | tail -n 100
} > "$work/aside.jsonl"
block "time expressions, set aside (timebank.dev, last 4 of wikiwars.train, last 100 of tweets.train)" "detente annotate time ASIDE | eval_time.py timex ASIDE -"
"$work/detente" annotate time "$work/aside.jsonl" > "$work/aside.pred"
"$python" "$shared/eval/eval_time.py" timex "$work/aside.jsonl" "$work/aside.pred" | tee "$out/time-aside.txt"
block "event times, event_times.dev" "detente annotate anchor event_times.dev.jsonl.gz | eval_time.py anchor event_times.dev.jsonl.gz -"
"$work/detente" annotate anchor "$shared/data/time/event_times.dev.jsonl.gz" > "$work/anchor.pred"
"$python" "$shared/eval/eval_time.py" anchor "$shared/data/time/event_times.dev.jsonl.gz" "$work/anchor.pred" | tee "$out/anchor.txt"
block "event against document time, timebank_dense.dev" "detente annotate anchor timebank_dense.dev.jsonl.gz | eval_time.py dct timebank_dense.dev.jsonl.gz -"
"$work/detente" annotate anchor "$shared/data/time/timebank_dense.dev.jsonl.gz" > "$work/dct.pred"
"$python" "$shared/eval/eval_time.py" dct "$shared/data/time/timebank_dense.dev.jsonl.gz" "$work/dct.pred" | tee "$out/dct.txt"

block "who acts on whom, plv (training part)" "detente annotate attribution plv.jsonl.gz | benchmarks/plv_spans.py plv.jsonl.gz -"
"$work/detente" annotate attribution "$shared/data/tone/plv.jsonl.gz" > "$work/plv-spans.pred"
"$python" "$here/plv_spans.py" "$shared/data/tone/plv.jsonl.gz" "$work/plv-spans.pred" | tee "$out/plv-spans.txt"
go run ./internal/train/cmd tone --shared "$shared" --predictions "$work/tone.pred"
for set in plv cameo_class; do
    block "tone, $set, five-fold cross-validation" "go run ./internal/train/cmd tone --predictions PRED; eval_tone.py --gold $set.jsonl.gz --pred PRED"
    "$python" "$shared/eval/eval_tone.py" --gold "$shared/data/tone/$set.jsonl.gz" --pred "$work/tone.pred" | tee "$out/tone-$set.txt"
done
block "stance, newsmtsc_train, five-fold cross-validation, beside baselines" "go run ./internal/train/cmd stance --folds"
go run ./internal/train/cmd stance --shared "$shared" --folds | tee "$out/stance.txt"
block "sentiment, vader_nyt, five-fold cross-validation, beside baselines" "go run ./internal/train/cmd valence --folds"
go run ./internal/train/cmd valence --shared "$shared" --folds | tee "$out/valence.txt"
for scorer in lexicon sentiment; do
    block "sentiment by $scorer, vader_nyt" "detente annotate sentiment --scorer $scorer vader_nyt.jsonl.gz | eval_tone.py --gold vader_nyt.jsonl.gz --pred -"
    "$work/detente" annotate sentiment --scorer "$scorer" "$shared/data/tone/vader_nyt.jsonl.gz" > "$work/$scorer.pred"
    "$python" "$shared/eval/eval_tone.py" --gold "$shared/data/tone/vader_nyt.jsonl.gz" --pred "$work/$scorer.pred" | tee "$out/sentiment-$scorer.txt"
done

block "change points, simulated, seed 71" "eval_changepoint.py simulate SIM --reps 200 --seed 71; detente annotate shift < SIM | eval_changepoint.py score-sim SIM -"
"$python" "$shared/eval/eval_changepoint.py" simulate "$work/sim" --reps 200 --seed 71
"$work/detente" annotate shift "$work/sim" > "$work/sim.pred"
"$python" "$shared/eval/eval_changepoint.py" score-sim "$work/sim" "$work/sim.pred" | tee "$out/shift-simulated.txt"
block "change points, public series, tcpd.dev" "eval_changepoint.py input GOLD | detente annotate shift | eval_changepoint.py score GOLD -"
"$python" "$shared/eval/eval_changepoint.py" input "$shared/data/changepoint/tcpd.dev.jsonl.gz" | "$work/detente" annotate shift > "$work/tcpd.pred"
"$python" "$shared/eval/eval_changepoint.py" score "$shared/data/changepoint/tcpd.dev.jsonl.gz" "$work/tcpd.pred" | tee "$out/shift-tcpd.txt"

block "turns of real cases, shift_dev" "benchmarks/shift_dev.py detente SHARED RUNS"
"$python" "$here/shift_dev.py" "$work/detente" "$shared" "$work/dev" | tee "$out/shift-dev.txt" || true # a turn that is not found is no error of the script
block "Reuters-21578: statements that enter series; one event in two statements" "funnel.py RUN; events/pairs.py score coded.jsonl RUN"
"$python" "$here/funnel.py" "$work/dev/dev_reuters_us_japan_chips_1987" | tee "$out/funnel.txt"
"$python" "$here/events/pairs.py" score "$here/events/coded.jsonl" "$work/dev/dev_reuters_us_japan_chips_1987" | tee "$out/events.txt"

block "whole rows, row gold" "benchmarks/rows/score.sh SHARED"
"$here/rows/score.sh" "$shared" | tee "$out/rows.txt"

block "whole rows, sample corpus" "make sample"
"$work/detente" run datasets/sample/corpus.jsonl --actors datasets/sample/actors.tsv -o "$work/sample" --progress none > /dev/null
"$python" "$shared/eval/eval_rows.py" from-arrow "$work/sample" > "$work/sample.pred"
"$python" "$shared/eval/eval_rows.py" score datasets/sample/gold.jsonl "$work/sample.pred" --texts datasets/sample/corpus.jsonl | tee "$out/sample-rows.txt"
