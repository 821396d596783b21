/** The table of jobs: which are shown, in which order, and how many at once. */

const ROWS = 100;

const KEYS = {
    number: job => job.number,
    name: job => job.name.toLowerCase(),
    verdict: job => job.verdictPlace,
    wall: job => job.wall,
    consumer: job => job.consumer.toLowerCase(),
    start: job => job.start < 0 ? Infinity : job.start,
    attempts: job => job.attempts,
    cpu: job => job.cpu,
    peak: job => job.peak,
};
/** What one looks for from above: the longest, not the shortest. */
const LARGEST_FIRST = ['wall', 'attempts', 'cpu', 'peak'];

class Table {
    /** @param changed is told the jobs that are shown, or null when all are */
    constructor(page, changed) {
        this.page = page;
        this.changed = changed;
        this.sortedBy = 'number';
        this.descending = false;
        this.limit = ROWS;
        this.body = byId('job-rows');
        this.open = null;
        this.makeFilters();
        this.listen();
        this.choose();
    }

    makeFilters() {
        const verdicts = byId('verdict-filter');
        const counts = new Map();
        this.page.jobs.forEach(job => counts.set(job.verdict, (counts.get(job.verdict) || 0) + 1));
        for (const verdict of this.page.verdicts.concat(['no verdict'])) {
            if (counts.has(verdict)) {
                verdicts.append(this.checkbox(verdict, swatch(verdict), counts.get(verdict)));
            }
        }
        const flaky = this.page.jobs.filter(job => job.flaky).length;
        if (flaky > 0) {
            verdicts.append(this.checkbox('flaky', '', flaky));
        }
        this.fill('consumer-filter', new Set(this.page.jobs.map(job => job.consumer).filter(name => name)));
        this.fill('label-filter', new Set(this.page.jobs.flatMap(job => job.labels)));
    }

    checkbox(value, picture, count) {
        const label = make('label');
        const input = make('input');
        input.type = 'checkbox';
        input.value = value;
        label.append(input, picture, `${value} ${count}`);
        return label;
    }

    fill(id, values) {
        const select = byId(id);
        [...values].sort().forEach(value => {
            const option = make('option', value);
            option.value = value;
            select.append(option);
        });
        select.parentElement.hidden = values.size < 2;
    }

    listen() {
        byId('search').addEventListener('input', () => this.chooseAnew());
        byId('verdict-filter').addEventListener('change', () => this.chooseAnew());
        byId('consumer-filter').addEventListener('change', () => this.chooseAnew());
        byId('label-filter').addEventListener('change', () => this.chooseAnew());
        byId('clear').addEventListener('click', () => this.show([]));
        byId('more').addEventListener('click', () => {
            this.limit += ROWS;
            this.write();
        });
        byId('all').addEventListener('click', () => {
            this.limit = Infinity;
            this.write();
        });
        for (const head of document.querySelectorAll('#job-table th[data-key]')) {
            head.firstElementChild.addEventListener('click', () => this.sortBy(head.dataset.key));
        }
        this.body.addEventListener('click', event => {
            const row = event.target.closest('tr');
            if (row && !event.target.closest('a')) {
                location.hash = '#job-' + row.dataset.number;
            }
        });
    }

    /** Shows the jobs with these verdicts alone; all if there are none. */
    show(verdicts) {
        byId('search').value = '';
        byId('consumer-filter').value = '';
        byId('label-filter').value = '';
        for (const input of byId('verdict-filter').querySelectorAll('input')) {
            input.checked = verdicts.includes(input.value);
        }
        this.chooseAnew();
    }

    sortBy(key) {
        this.descending = this.sortedBy === key ? !this.descending : LARGEST_FIRST.includes(key);
        this.sortedBy = key;
        this.choose();
    }

    chooseAnew() {
        this.limit = ROWS;
        this.choose();
        this.changed(this.jobs.length === this.page.jobs.length ? null : new Set(this.jobs));
    }

    choose() {
        const words = byId('search').value.toLowerCase().split(/\s+/).filter(word => word);
        const wanted = [...byId('verdict-filter').querySelectorAll('input:checked')].map(input => input.value);
        const consumer = byId('consumer-filter').value;
        const label = byId('label-filter').value;
        this.jobs = this.page.jobs.filter(job => words.every(word => job.text.includes(word))
            && (wanted.length === 0 || wanted.includes(job.verdict) || (job.flaky && wanted.includes('flaky')))
            && (consumer === '' || job.consumer === consumer)
            && (label === '' || job.labels.includes(label)));
        const key = KEYS[this.sortedBy];
        const sign = this.descending ? -1 : 1;
        this.jobs.sort((a, b) => {
            const first = key(a);
            const second = key(b);
            return first < second ? -sign : first > second ? sign : a.number - b.number;
        });
        this.write();
    }

    write() {
        const shown = this.jobs.slice(0, this.limit);
        this.body.replaceChildren(...shown.map(job => this.row(job)));
        for (const head of document.querySelectorAll('#job-table th[data-key]')) {
            head.setAttribute('aria-sort', head.dataset.key !== this.sortedBy ? 'none' : this.descending ? 'descending' : 'ascending');
        }
        const all = this.page.jobs.length;
        const found = this.jobs.length;
        byId('job-count').textContent = (found === all ? `${all} ${all === 1 ? 'job' : 'jobs'}` : `${found} of ${all} jobs`)
            + (shown.length < found ? `, the first ${shown.length} are shown` : '');
        byId('more-buttons').hidden = shown.length === found;
        byId('more').textContent = `Show ${Math.min(ROWS, found - shown.length)} more`;
        byId('all').textContent = `Show all ${found}`;
    }

    row(job) {
        const row = make('tr');
        row.dataset.number = job.number;
        if (this.open === job) {
            row.className = 'open';
        }
        const name = make('td', undefined, 'name');
        const link = make('a', job.name);
        link.href = '#job-' + job.number;
        name.append(link);
        const more = [job.reason, job.remarks].filter(text => text).join('; ');
        if (more) {
            name.append(make('span', more, 'reason'));
        }
        const verdict = make('td', undefined, 'verdicts');
        verdict.append(verdictOf(job.verdict));
        if (job.flaky) {
            verdict.append(make('span', ' flaky', 'muted'));
        }
        const labels = make('td', undefined, 'wide');
        job.labels.forEach((label, i) => labels.append(i > 0 ? ', ' : '', make('span', label, 'label')));
        row.append(
            make('td', String(job.number), 'number'),
            name,
            verdict,
            make('td', job.wall < 0 ? '' : duration(job.wall), 'number'),
            make('td', job.consumer, 'wide'),
            make('td', job.start < 0 ? '' : duration(job.start), 'number wide'),
            make('td', String(job.attempts), 'number wide'),
            make('td', job.cpu < 0 ? '' : duration(job.cpu), 'number wide'),
            make('td', job.peak < 0 ? '' : bytes(job.peak), 'number wide'),
            labels);
        return row;
    }

    /** Marks the job that is told in full. */
    mark(job) {
        this.open = job;
        for (const row of this.body.children) {
            row.className = job && row.dataset.number === String(job.number) ? 'open' : '';
        }
    }

    /** The job that stands so many places after this one; undefined if there is none. */
    after(job, places) {
        const at = this.jobs.indexOf(job);
        return at < 0 ? undefined : this.jobs[at + places];
    }
}
