/** What the page was written with, and how it is told to people. */
'use strict';

/** A tick, the unit of all times in the page's data, is a tenth of a millisecond. */
const TICKS_A_SECOND = 10000;
/** What a bar can be besides the verdicts. */
const NO_RESULT = 'no result';
const HELD = 'held';
const OTHERS = 'others';

function byId(id) {
    return document.getElementById(id);
}

function make(tag, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) {
        element.textContent = text;
    }
    if (className) {
        element.className = className;
    }
    return element;
}

function makeSvg(tag, attributes) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const name of Object.keys(attributes || {})) {
        element.setAttribute(name, attributes[name]);
    }
    return element;
}

/** The look of a verdict, as CSS has it. */
function look(verdict) {
    return 'v-' + verdict.replace(' ', '-');
}

function swatch(verdict) {
    const svg = makeSvg('svg', {class: 'swatch', viewBox: '0 0 24 15', 'aria-hidden': 'true'});
    svg.append(makeSvg('rect', {class: look(verdict), x: 0.5, y: 0.5, width: 23, height: 14, rx: 2}));
    return svg;
}

function verdictOf(label) {
    const span = make('span', undefined, 'verdict');
    span.append(swatch(label), label);
    return span;
}

/** As Durations.format has it. */
function duration(ticks) {
    const seconds = ticks / TICKS_A_SECOND;
    if (seconds < 0.995) {
        return seconds.toFixed(2) + 's';
    }
    if (seconds < 59.95) {
        return seconds.toFixed(1) + 's';
    }
    const whole = Math.round(seconds);
    if (whole < 3600) {
        return Math.floor(whole / 60) + 'm' + String(whole % 60).padStart(2, '0') + 's';
    }
    const minutes = Math.round(whole / 60);
    return Math.floor(minutes / 60) + 'h' + String(minutes % 60).padStart(2, '0') + 'm';
}

function bytes(count) {
    const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
    let unit = 0;
    while (count >= 999.5 && unit < units.length - 1) {
        count /= 1000;
        unit++;
    }
    return (unit === 0 || count >= 99.5 ? count.toFixed(0) : count.toFixed(1)) + ' ' + units[unit];
}

/** The data of the page, with names in place of places. */
function readPage() {
    const page = JSON.parse(byId('page-data').textContent);
    const text = index => index < 0 ? '' : page.texts[index];
    page.jobs = page.jobs.map((row, index) => ({
        index,
        number: row[0],
        name: row[1],
        verdict: row[2] < 0 ? 'no verdict' : page.verdicts[row[2]],
        verdictPlace: row[2] < 0 ? page.verdicts.length : row[2],
        wall: row[3],
        consumer: row[4] < 0 ? '' : page.consumers[row[4]].name,
        slot: row[5],
        start: row[6],
        attempts: row[7],
        flaky: row[8] === 1,
        cpu: row[9],
        peak: row[10],
        labels: row[11].map(text),
        reason: text(row[12]),
        remarks: text(row[13]),
    }));
    for (const job of page.jobs) {
        job.text = [job.number, job.name, job.verdict, job.flaky ? 'flaky' : '', job.consumer, job.labels.join(' '), job.reason,
            job.remarks].join('\n').toLowerCase();
    }
    const kinds = page.verdicts.concat([NO_RESULT, HELD, OTHERS]);
    for (const consumer of page.consumers) {
        consumer.lanes = consumer.lanes.map(lane => readLane(lane, kinds));
    }
    return page;
}

/** Bars are four numbers each: the place of the job, the time since the bar before, the length, what it is. */
function readLane(lane, kinds) {
    const bars = [];
    let at = 0;
    for (let i = 0; i < lane.bars.length; i += 4) {
        const from = at + lane.bars[i + 1];
        at = from + lane.bars[i + 2];
        bars.push({job: lane.bars[i], from, to: at, kind: kinds[lane.bars[i + 3]]});
    }
    return {slot: lane.slot, there: lane.there, bars};
}

/** What else is known of a job: it is read only when somebody asks. */
function detailOf(page, job) {
    const chunk = Math.floor(job.index / page.chunk);
    const texts = byId('details-' + chunk).textContent;
    return JSON.parse(texts)[job.index % page.chunk];
}
