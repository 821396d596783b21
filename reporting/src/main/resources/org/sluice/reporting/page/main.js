/** Puts the page together. */

const page = readPage();
byId('with-script').hidden = false;
let detail = null;
let timeline = null;

const table = new Table(page, jobs => timeline && timeline.match(jobs));
if (page.consumers.length > 0) {
    byId('timeline').hidden = false;
    timeline = new Timeline(page, job => {
        location.hash = '#job-' + job.number;
    });
}
detail = new Detail(page, (job, places) => table.after(job, places), job => {
    table.mark(job);
    if (timeline) {
        timeline.choose(job);
    }
});

for (const link of document.querySelectorAll('a[data-verdict]')) {
    link.addEventListener('click', () => table.show([link.dataset.verdict]));
}
