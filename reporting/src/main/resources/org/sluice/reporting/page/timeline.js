/** The lanes of all slots: drawn anew whenever the part of the time, the width or the choice of jobs changes. */

const GUTTER = 30;
const MARGIN = 10;
const AXIS_HEIGHT = 24;
const HEAD_HEIGHT = 22;
/** A bar of a job that did not pass is never thinner: among thousands it would be invisible. */
const THINNEST = 2.5;
/** What is light in every theme, so that dark letters can be read on it. */
const COLOURED = ['passed', 'failed', 'differs', 'timed out'];
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800,
    21600, 43200, 86400, 172800, 604800, 2592000, 31536000];

function tickLabel(seconds, step) {
    if (seconds === 0) {
        return '0';
    }
    if (seconds < 60 || step < 1) {
        return (step < 1 ? seconds.toFixed(step < 0.01 ? 3 : step < 0.1 ? 2 : 1) : seconds.toFixed(0)) + 's';
    }
    const two = number => String(number).padStart(2, '0');
    const whole = Math.round(seconds);
    if (whole < 3600) {
        return Math.floor(whole / 60) + 'm' + (whole % 60 ? two(whole % 60) + 's' : '');
    }
    const rest = whole % 3600;
    return Math.floor(whole / 3600) + 'h' + (rest ? two(Math.floor(rest / 60)) + 'm' : '') + (rest % 60 ? two(rest % 60) + 's' : '');
}

class Timeline {
    /** @param open what is done with a job that was clicked */
    constructor(page, open) {
        this.page = page;
        this.open = open;
        this.box = byId('lanes-box');
        this.axis = byId('axis');
        this.svg = byId('lanes');
        this.tip = byId('tip');
        this.end = Math.max(1, page.length);
        this.range = {from: 0, to: this.end};
        this.matching = null;
        this.chosen = null;
        const lanes = page.consumers.reduce((sum, consumer) => sum + consumer.lanes.length, 0);
        this.laneHeight = lanes <= 40 ? 16 : lanes <= 120 ? 13 : 9;
        this.place();
        this.tellLegend();
        this.listen();
        this.draw();
    }

    /** Says what is what, of that which there is. */
    tellLegend() {
        const kinds = new Set(this.rows.flatMap(row => row.lane.bars.map(bar => bar.kind)));
        const names = {[NO_RESULT]: 'no result came', [HELD]: 'kept free for a job of several slots', [OTHERS]: 'jobs not in this page'};
        const entry = (picture, text) => {
            const item = make('li');
            item.append(picture, text);
            byId('legend').append(item);
        };
        const plain = (className, text) => {
            const svg = makeSvg('svg', {class: 'swatch', viewBox: '0 0 24 15', 'aria-hidden': 'true'});
            svg.append(makeSvg('rect', {class: className, width: 24, height: 15}));
            entry(svg, text);
        };
        for (const kind of this.page.verdicts.concat([NO_RESULT, HELD, OTHERS]).filter(one => kinds.has(one))) {
            entry(swatch(kind), names[kind] || kind);
        }
        plain('there', 'idle');
        if (this.page.consumers.some(one => one.states.some(state => state.kind === 'paused' || state.kind === 'out of service'))) {
            plain('away', 'takes no jobs');
        }
        if (this.page.tail < this.end) {
            plain('tail', 'tail: nothing waits any more');
        }
    }

    /** Gives every lane its place from above; that never changes. */
    place() {
        this.rows = [];
        let y = 4;
        for (const consumer of this.page.consumers) {
            consumer.y = y;
            y += HEAD_HEIGHT;
            for (const lane of consumer.lanes) {
                this.rows.push({lane, consumer, y, height: this.laneHeight});
                y += this.laneHeight + 3;
            }
            y += 6;
        }
        this.height = y + 4;
    }

    x(time) {
        return GUTTER + (time - this.range.from) / (this.range.to - this.range.from) * this.plotWidth;
    }

    time(x) {
        return this.range.from + (x - GUTTER) / this.plotWidth * (this.range.to - this.range.from);
    }

    draw() {
        this.width = Math.max(280, this.box.clientWidth);
        this.plotWidth = this.width - GUTTER - MARGIN;
        this.svg.replaceChildren();
        this.axis.replaceChildren();
        for (const [svg, height] of [[this.svg, this.height], [this.axis, AXIS_HEIGHT]]) {
            svg.setAttribute('viewBox', `0 0 ${this.width} ${height}`);
            svg.setAttribute('width', this.width);
            svg.setAttribute('height', height);
        }
        this.drawAxis();
        this.drawLanes();
        this.drawTail();
        this.drawHeads();
        this.marks = makeSvg('g');
        this.svg.append(this.marks);
        this.mark();
        byId('zoom-all').disabled = byId('zoom-out').disabled = this.isWhole();
        byId('pan-left').disabled = this.range.from <= 0;
        byId('pan-right').disabled = this.range.to >= this.end;
    }

    isWhole() {
        return this.range.from <= 0 && this.range.to >= this.end;
    }

    drawAxis() {
        this.axis.append(makeSvg('line', {class: 'grid', x1: 0, x2: this.width, y1: AXIS_HEIGHT - 0.5, y2: AXIS_HEIGHT - 0.5}));
        const seconds = (this.range.to - this.range.from) / TICKS_A_SECOND;
        const step = STEPS.find(one => one / seconds * this.plotWidth >= 75) || STEPS[STEPS.length - 1];
        const first = Math.ceil(this.range.from / TICKS_A_SECOND / step - 1e-9);
        for (let i = first; i * step * TICKS_A_SECOND <= this.range.to; i++) {
            const x = this.x(i * step * TICKS_A_SECOND);
            this.svg.append(makeSvg('line', {class: 'grid', x1: x, x2: x, y1: 0, y2: this.height}));
            this.axis.append(makeSvg('line', {class: 'grid', x1: x, x2: x, y1: AXIS_HEIGHT - 6, y2: AXIS_HEIGHT}));
            const label = makeSvg('text', {x, y: 14, 'text-anchor': x < GUTTER + 20 ? 'start' : x > this.width - 30 ? 'end' : 'middle'});
            label.textContent = tickLabel(i * step, step);
            this.axis.append(label);
        }
    }

    /** All bars that look the same are one path: ten thousand elements would be slow. */
    drawLanes() {
        const paths = new Map();
        const labels = [];
        const add = (key, from, to, row, thinnest) => {
            const x = Math.max(this.x(from), GUTTER - 1);
            const end = Math.min(this.x(to), this.width - MARGIN + 1);
            if (end < GUTTER - 1 || x > this.width - MARGIN + 1) {
                return 0;
            }
            let width = end - x;
            width = Math.max(thinnest, width > 4 ? width - 0.7 : width);
            const path = paths.get(key) || [];
            paths.set(key, path);
            path.push(`M${x.toFixed(1)} ${row.y}h${width.toFixed(1)}v${row.height}h-${width.toFixed(1)}z`);
            return width;
        };
        for (const row of this.rows) {
            row.lane.there.forEach(span => add('there', span[0], span[1], row, 0));
            row.consumer.states.filter(state => state.kind === 'paused' || state.kind === 'out of service')
                .forEach(state => add('away', state.from, state.to, row, 1));
            for (const bar of row.lane.bars) {
                const job = bar.job < 0 ? null : this.page.jobs[bar.job];
                const dim = this.matching && !(job && this.matching.has(job)) ? ' dim' : '';
                const isCalm = bar.kind === 'passed' || bar.kind === HELD || bar.kind === OTHERS;
                const width = add(look(bar.kind) + dim, bar.from, bar.to, row, isCalm ? 0.5 : THINNEST);
                if (job && width > 46 && this.laneHeight > 12 && bar.kind !== HELD && labels.length < 400) {
                    labels.push({text: job.name, kind: bar.kind, x: Math.max(this.x(bar.from), GUTTER), width, row});
                }
            }
        }
        const order = ['there', 'away', look(OTHERS), look(HELD), look('passed')];
        const place = key => (order.indexOf(key.replace(' dim', '')) + 1 || order.length + 1) * 2 + (key.endsWith(' dim') ? 0 : 1);
        for (const key of [...paths.keys()].sort((a, b) => place(a) - place(b))) {
            this.svg.append(makeSvg('path', {class: key, d: paths.get(key).join('')}));
        }
        for (const label of labels) {
            const fits = Math.floor((label.width - 8) / 5.8);
            const isColoured = COLOURED.includes(label.kind);
            const text = makeSvg('text', {class: isColoured ? 'bar-label' : 'bar-label on-page', x: label.x + 4, y: label.row.y + label.row.height - 4.5});
            text.textContent = label.text.length <= fits ? label.text : label.text.slice(0, fits - 1) + '\u2026';
            this.svg.append(text);
        }
    }

    drawTail() {
        if (this.page.tail >= this.end) {
            return;
        }
        const x = Math.max(GUTTER, this.x(this.page.tail));
        const width = Math.max(0, this.x(this.end) - x);
        this.svg.append(makeSvg('rect', {class: 'tail', x, y: 0, width, height: this.height, 'pointer-events': 'none'}));
        this.axis.append(makeSvg('rect', {class: 'tail', x, y: 0, width, height: AXIS_HEIGHT}));
    }

    drawHeads() {
        for (const consumer of this.page.consumers) {
            const room = (this.width - GUTTER) / 6.4;
            const name = consumer.name.length > room ? consumer.name.slice(0, room - 1) + '\u2026' : consumer.name;
            const text = makeSvg('text', {class: 'who', x: 8, y: consumer.y + 16});
            text.textContent = name;
            this.svg.append(text);
            let left = room - name.length * 1.15 - 3;
            for (const [part, className] of this.remarks(consumer)) {
                left -= part.length + 2;
                if (left < 0) {
                    break;
                }
                const span = makeSvg('tspan', {class: className, dx: 10, 'font-weight': className === 'death-text' ? 600 : 400});
                span.textContent = part;
                text.append(span);
            }
            for (const state of consumer.states.filter(one => one.kind === 'silent')) {
                this.drawDeath(consumer, state.from);
            }
        }
        if (this.laneHeight > 9) {
            for (const row of this.rows) {
                const number = makeSvg('text', {class: 'lane-number', x: GUTTER - 6, y: row.y + row.height - 4});
                number.textContent = row.lane.slot;
                this.svg.append(number);
            }
        }
    }

    /** What stands behind the name of a consumer, the most urgent first. */
    remarks(consumer) {
        const remarks = consumer.states.filter(state => state.kind === 'silent')
            .map(state => ['silent since ' + duration(state.from), 'death-text']);
        remarks.push([consumer.slots + (consumer.slots === 1 ? ' slot, ' : ' slots, ') + consumer.busy + ' % busy', 'who-more']);
        consumer.states.filter(state => state.kind === 'paused' || state.kind === 'out of service')
            .forEach(state => remarks.push([state.kind + ' at ' + duration(state.from) + (state.why ? ': ' + state.why : ''), 'who-more']));
        return remarks;
    }

    drawDeath(consumer, at) {
        const x = this.x(at);
        if (x < GUTTER || x > this.width) {
            return;
        }
        const rows = this.rows.filter(row => row.consumer === consumer);
        const top = rows[0].y - 2;
        const bottom = rows[rows.length - 1].y + this.laneHeight + 2;
        const y = top - 4;
        this.svg.append(makeSvg('path', {
            class: 'death',
            d: `M${x} ${top}V${bottom}M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x + 4} ${y - 4}L${x - 4} ${y + 4}`,
        }));
    }

    /** Outlines what is chosen and what the mouse is over. */
    mark() {
        this.marks.replaceChildren();
        const outline = (bar, row, className) => {
            const x = Math.max(GUTTER - 2, this.x(bar.from));
            const end = Math.min(this.width - MARGIN + 2, this.x(bar.to));
            if (end >= x) {
                this.marks.append(makeSvg('rect', {class: className, x: x - 1, y: row.y - 1, width: end - x + 2, height: row.height + 2}));
            }
        };
        for (const row of this.chosen ? this.rows : []) {
            row.lane.bars.filter(bar => bar.job === this.chosen.index).forEach(bar => outline(bar, row, 'chosen'));
        }
        if (this.over) {
            outline(this.over.bar, this.over.row, 'over');
        }
    }

    choose(job) {
        this.chosen = job;
        this.mark();
    }

    /** Has jobs that are not in the set drawn faintly; null for none. */
    match(jobs) {
        this.matching = jobs;
        this.draw();
    }

    zoom(from, to) {
        const length = Math.min(this.end, Math.max(to - from, this.end / 100000, 10));
        from = Math.min(Math.max(0, from), this.end - length);
        this.range = {from, to: from + length};
        this.draw();
    }

    zoomBy(factor) {
        const middle = (this.range.from + this.range.to) / 2;
        const half = (this.range.to - this.range.from) * factor / 2;
        this.zoom(middle - half, middle + half);
    }

    pan(share) {
        const shift = (this.range.to - this.range.from) * share;
        this.zoom(this.range.from + shift, this.range.to + shift);
    }

    /** The bar at a point of the drawing, or the nearest a few pixels away. */
    at(x, y) {
        const row = this.rows.find(one => y >= one.y - 1 && y <= one.y + one.height + 1);
        if (!row || x < GUTTER - 2) {
            return null;
        }
        const time = this.time(x);
        const reach = 3 / this.plotWidth * (this.range.to - this.range.from);
        let best = null;
        for (const bar of row.lane.bars) {
            const distance = Math.max(bar.from - time, time - bar.to, 0);
            if (distance <= reach && (!best || distance < best.distance)) {
                best = {bar, row, distance};
            }
        }
        return best;
    }

    listen() {
        byId('zoom-in').addEventListener('click', () => this.zoomBy(0.5));
        byId('zoom-out').addEventListener('click', () => this.zoomBy(2));
        byId('zoom-all').addEventListener('click', () => this.zoom(0, this.end));
        byId('pan-left').addEventListener('click', () => this.pan(-0.5));
        byId('pan-right').addEventListener('click', () => this.pan(0.5));
        let width = this.box.clientWidth;
        new ResizeObserver(() => {
            if (this.box.clientWidth !== width) {
                width = this.box.clientWidth;
                this.draw();
            }
        }).observe(this.box);
        let pressed = null;
        this.svg.addEventListener('mousedown', event => {
            pressed = event.button === 0 ? event.offsetX : null;
            event.preventDefault();
        });
        this.svg.addEventListener('mousemove', event => this.hover(event, pressed));
        this.svg.addEventListener('mouseleave', () => {
            pressed = null;
            this.over = null;
            this.mark();
            this.tip.hidden = true;
        });
        this.svg.addEventListener('mouseup', event => {
            const from = pressed;
            pressed = null;
            if (from === null) {
                return;
            }
            if (Math.abs(event.offsetX - from) > 5) {
                this.zoom(this.time(Math.min(from, event.offsetX)), this.time(Math.max(from, event.offsetX)));
                return;
            }
            const found = this.at(event.offsetX, event.offsetY);
            if (found && found.bar.job >= 0) {
                this.open(this.page.jobs[found.bar.job]);
            }
        });
    }

    hover(event, pressed) {
        this.over = this.at(event.offsetX, event.offsetY);
        this.mark();
        if (pressed !== null && Math.abs(event.offsetX - pressed) > 5) {
            const x = Math.min(pressed, event.offsetX);
            this.marks.append(makeSvg('rect', {
                class: 'selection', x, y: 0, width: Math.abs(event.offsetX - pressed), height: this.height,
            }));
        }
        this.svg.style.cursor = this.over && this.over.bar.job >= 0 ? 'pointer' : 'default';
        this.tip.hidden = !this.over;
        if (this.over) {
            this.tell(this.over);
            const right = event.clientX > window.innerWidth / 2;
            this.tip.style.left = right ? 'auto' : event.clientX + 14 + 'px';
            this.tip.style.right = right ? window.innerWidth - event.clientX + 14 + 'px' : 'auto';
            const low = event.clientY > window.innerHeight * 0.7;
            this.tip.style.top = low ? 'auto' : event.clientY + 16 + 'px';
            this.tip.style.bottom = low ? window.innerHeight - event.clientY + 12 + 'px' : 'auto';
        }
    }

    tell({bar, row}) {
        const where = row.consumer.name + ', slot ' + row.lane.slot;
        const when = `${where}, from ${duration(bar.from)} for ${duration(bar.to - bar.from)}`;
        this.tip.replaceChildren();
        if (bar.job < 0) {
            this.tip.append(make('b', 'Jobs that are not in this page'), make('div', when));
            return;
        }
        const job = this.page.jobs[bar.job];
        this.tip.append(make('b', job.name));
        const line = make('div');
        if (bar.kind === HELD) {
            line.append(swatch(HELD), 'kept free: the job takes several slots');
        } else {
            line.append(verdictOf(bar.kind));
        }
        this.tip.append(line, make('div', when));
        if (job.reason && bar.kind === job.verdict) {
            this.tip.append(make('div', job.reason, 'muted'));
        }
        if (job.attempts > 1) {
            this.tip.append(make('div', job.attempts + ' attempts; in the end ' + job.verdict, 'muted'));
        }
    }
}
