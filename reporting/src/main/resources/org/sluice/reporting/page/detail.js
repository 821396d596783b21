/** All that is known of one job, beside the page. */

/** How the lines begin that a comparison writes behind a job's output. */
const COMPARISON = /^\[sluice: compare /m;

class Detail {
    /** @param step is asked for the job that stands so many places after another */
    constructor(page, step, changed) {
        this.page = page;
        this.step = step;
        this.changed = changed;
        this.panel = byId('detail');
        this.content = byId('detail-content');
        this.job = null;
        byId('detail-close').addEventListener('click', () => this.close());
        byId('detail-before').addEventListener('click', () => this.go(-1));
        byId('detail-after').addEventListener('click', () => this.go(1));
        document.addEventListener('keydown', event => {
            if (event.key === 'Escape' && this.job) {
                this.close();
            }
        });
        window.addEventListener('hashchange', () => this.follow());
        this.follow();
    }

    /** Shows what the address names. */
    follow() {
        const number = /^#job-(\d+)$/.exec(location.hash);
        if (!number) {
            return;
        }
        const job = this.page.jobs.find(one => one.number === Number(number[1]));
        this.show(job, Number(number[1]));
    }

    go(places) {
        const next = this.step(this.job, places);
        if (next) {
            location.hash = '#job-' + next.number;
        }
    }

    close() {
        this.panel.hidden = true;
        this.job = null;
        history.replaceState(null, '', '#');
        this.changed(null);
        if (this.before && this.before.isConnected) {
            this.before.focus({preventScroll: true});
        }
    }

    show(job, number) {
        if (this.panel.hidden) {
            this.before = document.activeElement;
        }
        this.panel.hidden = false;
        this.panel.scrollTop = 0;
        this.job = job || {number};
        const head = make('h2', job ? job.name : 'Job ' + number);
        head.id = 'detail-head';
        head.tabIndex = -1;
        this.content.replaceChildren(head);
        if (job) {
            this.tell(job, detailOf(this.page, job));
        } else {
            this.content.append(make('p', 'This job is not in this page, since the batch is too large for it; results.csv has it.'));
        }
        byId('detail-before').disabled = !this.step(this.job, -1);
        byId('detail-after').disabled = !this.step(this.job, 1);
        this.changed(job || null);
        head.focus({preventScroll: true});
    }

    tell(job, detail) {
        const verdict = make('p');
        verdict.append(verdictOf(job.verdict));
        if (job.flaky) {
            verdict.append(', flaky: it did not pass at once');
        }
        this.content.append(verdict);
        if (job.reason) {
            this.content.append(make('p', job.reason));
        }
        this.facts(job, detail);
        this.cases(detail.cases || []);
        this.programs(detail);
        this.attempts(detail.attempts || []);
        this.output('stderr', detail.stderr);
        const stdout = this.differences(detail.stdout);
        this.output('stdout', stdout);
        (detail.attempts || []).forEach(attempt => {
            this.output(`stderr of attempt ${attempt.number}`, attempt.stderr);
            this.output(`stdout of attempt ${attempt.number}`, attempt.stdout);
        });
        if (detail.rerun) {
            this.content.append(make('h3', 'To run it alone'));
            this.content.append(make('p', 'in the directory of the job file', 'hint'), make('pre', detail.rerun));
        }
    }

    facts(job, detail) {
        const list = make('dl');
        const fact = (name, value) => {
            if (value) {
                list.append(make('dt', name), make('dd', value));
            }
        };
        fact('Number', String(job.number));
        if (job.start >= 0) {
            fact('Ran on', `${job.consumer}, slot ${job.slot}`);
            fact('Began', `${detail.started}, ${duration(job.start)} after the first`);
            fact('Took', duration(job.wall));
        }
        if (job.cpu >= 0) {
            fact('Processor', `${duration(detail.user)} itself, ${duration(detail.system)} in the system`);
        }
        fact('Peak memory', job.peak < 0 ? '' : bytes(job.peak));
        fact('Labels', job.labels.join(', '));
        fact('Remarks', job.remarks);
        fact('Directory', detail.directory);
        fact('Files', detail.files);
        this.content.append(list);
    }

    table(heads, rows) {
        const table = make('table');
        const head = make('tr');
        heads.forEach(text => head.append(make('th', text)));
        const top = make('thead');
        top.append(head);
        const body = make('tbody');
        for (const cells of rows) {
            const row = make('tr');
            cells.forEach(cell => {
                const box = make('td');
                box.append(cell);
                row.append(box);
            });
            body.append(row);
        }
        table.append(top, body);
        const box = make('div', undefined, 'scroll');
        box.append(table);
        this.content.append(box);
    }

    cases(cases) {
        if (cases.length > 0) {
            this.content.append(make('h3', 'Cases'));
            this.table(['Case', 'Verdict', 'Time'], cases.map(one => {
                const name = make('span', one.name);
                const box = make('span');
                box.append(name);
                if (one.reason) {
                    box.append(make('span', ' ' + one.reason, 'muted'));
                }
                return [box, verdictOf(one.verdict), duration(one.wall)];
            }));
        }
    }

    programs(detail) {
        const programs = detail.programs || [];
        if (programs.length > 0) {
            this.content.append(make('h3', 'Programs'));
            this.table(['Program', 'Exit', 'Time'], programs.map(one => [make('code', one[0]), String(one[1]), duration(one[2])]));
        }
        if (detail.planned) {
            this.content.append(make('h3', programs.length > 0 ? 'Not run' : 'Programs, none of which was run'));
            this.lines(detail.planned);
        }
        if (detail.compared) {
            this.content.append(make('h3', 'Compared'));
            this.lines(detail.compared);
        }
    }

    lines(lines) {
        for (const line of lines) {
            const box = make('p');
            box.append(make('code', line));
            this.content.append(box);
        }
    }

    attempts(attempts) {
        if (attempts.length > 0) {
            this.content.append(make('h3', 'Attempts'));
            this.table(['', 'Where', 'Began', 'Time', 'Verdict'], attempts.map(one => {
                const verdict = make('span');
                verdict.append(verdictOf(one.verdict));
                if (one.reason) {
                    verdict.append(make('span', ' ' + one.reason, 'muted'));
                }
                return [String(one.number), one.where, duration(one.start), one.wall < 0 ? '' : duration(one.wall), verdict];
            }));
        }
    }

    /** Tells what comparisons have found, and returns the rest of the output. */
    differences(output) {
        const text = output && (output.tail !== undefined ? output.tail : output.head);
        const found = this.job.verdict === 'differs' && text ? COMPARISON.exec(text) : null;
        if (!found) {
            return output;
        }
        this.content.append(make('h3', 'Differences'), make('pre', text.slice(found.index)));
        const rest = text.slice(0, found.index);
        return output.tail !== undefined ? {...output, tail: rest} : {...output, head: rest};
    }

    output(name, output) {
        if (!output || (!output.head && !output.tail && !output.note)) {
            return;
        }
        this.content.append(make('h3', name));
        if (output.note) {
            this.content.append(make('p', output.note, 'hint'));
            return;
        }
        const box = make('pre', output.head);
        box.tabIndex = 0;
        if (output.tail !== undefined) {
            box.append(make('span', `${output.skipped.toLocaleString('en')} bytes are left out here`, 'cut'), output.tail);
        }
        this.content.append(box);
        if (output.file) {
            this.content.append(make('p', output.file, 'hint'));
        }
    }
}
