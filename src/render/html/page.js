"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const OUTCOMES = ["pass", "fail", "not_evaluated", "risk_accepted", "not_applicable", "set_aside"];
  const WORDS = {
    pass: "passed", fail: "deviation", not_evaluated: "not evaluated", risk_accepted: "risk accepted",
    not_applicable: "not applicable", set_aside: "set aside", deviation: "deviation", met: "met as far as a cloud shows",
    met_in_part: "met in part", no_assets: "no assets", not_assessed: "not assessed", none: "no cloud evidence",
    out_of_scope: "out of scope", on_file: "on file", stale: "stale", altered: "altered", requested: "requested", not_needed: "not needed",
    not_seen: "not seen", not_offered: "not offered", current: "counts", dated_later: "dated later",
  };
  // What only a report says; null on the page of a scan.
  const report = data.report;
  const STATUSES = ["deviation", "not_evaluated", "risk_accepted", "met_in_part", "met", "no_assets", "not_assessed", "none", "out_of_scope"];
  const PAGE = 100;
  const say = (word) => WORDS[word] || String(word).replaceAll("_", " ");
  const plural = (number, noun, many) => `${number.toLocaleString("en")} ${number === 1 ? noun : many || noun + "s"}`;

  // Every text becomes a text node: what was seen is never read as markup.
  const el = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "on") for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value != null) made.setAttribute(key, value);
    }
    made.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
    return made;
  };
  const svg = (name, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const mark = (status) => el("span", { class: `mark ${status}` }, say(status));
  const pairs = (entries) =>
    el("dl", {}, entries.filter(([, value]) => value != null && value !== "" && value !== false).map(([key, value]) => [el("dt", {}, key), el("dd", {}, value)]));
  const table = (head, rows) =>
    el("div", { class: "scroll" }, el("table", {},
      el("thead", {}, el("tr", {}, head.map((title) => el("th", { scope: "col", class: /^#/.test(title) ? "number" : null }, title.replace(/^#/, ""))))),
      el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell, at) => el("td", { class: /^#/.test(head[at]) ? "number" : null }, cell)))))));
  const counts = (all) =>
    OUTCOMES.map((outcome, at) => [outcome, all[at]]).filter(([, number]) => number > 0).map(([outcome, number]) => `${number.toLocaleString("en")} ${outcome === "fail" && number > 1 ? "deviations" : say(outcome)}`).join(" · ") || "nothing to judge";
  const shown = (value) => (value === null ? "absent" : typeof value === "string" ? value : JSON.stringify(value));
  const asset = (number) => {
    const [kind, account, region, id, name] = data.assets[number];
    return { kind: data.words[kind], account: data.words[account], region: data.words[region], id, name };
  };
  const gapText = (number) => {
    const gap = data.gaps[number];
    return gap ? `${say(gap.kind)}${gap.operation ? ": " + gap.operation : ""}${gap.code ? ` (${gap.code})` : ""}` : "not collected";
  };

  // Filled when it is opened: a report can hold a hundred thousand results.
  const fold = (attributes, summary, fill) => {
    const body = el("div", { class: "body" });
    const made = el("details", attributes, el("summary", {}, summary), body);
    let filled = false;
    made.fill = () => {
      if (!filled) body.append(...[fill()].flat(Infinity).filter(Boolean));
      filled = true;
    };
    made.addEventListener("toggle", () => made.open && made.fill());
    return made;
  };

  // By the hundred.
  const paged = (into, all, make) => {
    into.append(...all.slice(0, PAGE).map(make));
    if (all.length <= PAGE) return null;
    let at = PAGE;
    const left = () => `Show more (${Math.max(all.length - at, 0).toLocaleString("en")} left)`;
    const button = el("button", { type: "button", on: { click: () => {
      into.append(...all.slice(at, at + 10 * PAGE).map(make));
      at += 10 * PAGE;
      button.hidden = at >= all.length;
      button.textContent = left();
    } } }, left());
    return button;
  };
  const long = (head, all, row) => {
    const made = table(head, []);
    const body = made.querySelector("tbody");
    const button = paged(body, all, (one) => table(head, [row(one)]).querySelector("tbody > tr"));
    return el("div", {}, made, button);
  };
  // Lines whose indent is their depth, as a list in a list.
  const tree = (lines) => {
    const root = el("ul", {});
    const open = [root];
    for (const line of lines) {
      const depth = Math.min((line.length - line.trimStart().length) / 2, open.length - 1);
      open.length = depth + 1;
      const item = el("li", {}, line.trimStart()), inner = el("ul", {});
      open[depth].append(item);
      item.append(inner);
      open.push(inner);
    }
    root.querySelectorAll("ul:empty").forEach((empty) => empty.remove());
    return root;
  };

  const first = data.collections[0] || {};
  const finished = data.collections.map((one) => one.finished).sort().at(-1);
  const accounts = [...new Set(data.collections.flatMap((one) => one.accounts))];
  const regions = [...new Set(data.collections.flatMap((one) => one.regions))];
  const moment = (text) => text.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");

  const notice = () => el("p", { class: "notice" }, report ? report.cover.statement :
    "The results of a scan, for those who put them right. The report for an auditor, with its scope, method, populations and plan, is written by `tickmark report`.");

  const cover = () => [
    el("header", { class: "cover" },
      report && report.cover.organization && el("p", { class: "owner" }, report.cover.organization),
      el("h1", { id: "top" }, report ? report.cover.title : "Configuration report"),
      el("p", { class: "lead" }, [report && report.cover.system, "Trust Services Criteria", plural(accounts.length, "account"), `as of ${moment(data.as_of)}`].filter(Boolean).join(" · "))),
    notice(),
    data.pack.overridden.length + data.pack.changed.length + (report ? report.cover.added.length : 0) > 0 && el("div", { class: "notice warning" },
      el("b", {}, "Judged by other than the built-in controls and their defaults"),
      el("ul", {}, data.pack.overridden.map((id) => el("li", {}, "replaced: ", el("code", {}, id))),
        report && report.cover.added.map((id) => el("li", {}, "added: ", el("code", {}, id))),
        report ? report.cover.changed.map((one) => el("li", {}, `parameter ${one.change}: `, el("code", {}, `${one.control}.${one.name}`), ` is ${one.value}, by default ${one.default}`)) :
          data.pack.changed.map((text) => el("li", {}, "parameter: ", el("code", {}, text))))),
    pairs([
      ["Organization", report && (report.cover.organization || "not named")],
      ["System", report && (report.cover.system || "not named")],
      ["As of", moment(data.as_of)],
      ["Categories in scope", data.categories.filter((one) => one.in_scope).map((one) => say(one.id)).join(", ")],
      ["Accounts", accounts.join(", ")],
      ["Regions", regions.join(", ")],
      ["Controls", `${data.pack.selected} of ${data.pack.controls}` + (report && report.cover.selected_criteria.length > 0 ? `, those that speak to ${report.cover.selected_criteria.join(", ")}` : "")],
      ["Threshold", `a failed supporting control of severity ${data.pack.threshold} or above is a deviation`],
      ["Control pack", el("code", {}, data.pack.digest)],
      ["Tool", `${data.tool} ${data.version}` + (report && report.cover.commit ? `, commit ${report.cover.commit}` : "")],
    ]),
  ];

  const summary = () => {
    const [pass, fail, unseen, accepted] = data.totals.controls;
    const tile = (number, text) => el("div", { class: "tile" }, el("b", {}, number), el("span", {}, text));
    return [
      el("h2", { id: "summary" }, "Summary"),
      el("div", { class: "tiles" },
        tile(pass.toLocaleString("en"), "controls passed"), tile(fail.toLocaleString("en"), "with deviations"),
        tile(unseen.toLocaleString("en"), "not evaluated"), tile(accepted.toLocaleString("en"), "risk accepted"),
        tile(data.totals.coverage == null ? "–" : data.totals.coverage + " %", "of the planned checks could be made")),
      el("h3", {}, "Categories"),
      table(["Category", "Scope", "Controls", "#Checks made"], data.categories.map((one) => [say(one.id), one.in_scope ? "in scope" : "out of scope", counts(one.counts), one.coverage == null ? "–" : one.coverage + " %"])),
      el("h3", {}, "Criteria"),
      heat(),
      report && [el("h3", {}, "Criteria by status"), matrix()],
    ];
  };

  const heat = () => {
    const series = new Map();
    for (const one of data.criteria) {
      const name = one.id.split(".")[0];
      series.set(name, [...(series.get(name) || []), one]);
    }
    const rows = [...series], width = Math.max(...rows.map(([, all]) => all.length));
    const cell = 62, high = 26, left = 44;
    const picture = svg("svg", { class: "heat", viewBox: `0 0 ${left + width * cell} ${rows.length * high + 4}`, role: "img", "aria-label": "Status of each criterion; the list below says the same in words" });
    rows.forEach(([name, all], y) => {
      const label = svg("text", { class: "label", x: 0, y: y * high + 17 });
      label.append(name);
      picture.append(label);
      all.forEach((one, x) => {
        const solid = ["met", "deviation", "not_evaluated", "risk_accepted"].includes(one.configuration);
        const title = svg("title");
        title.append(`${one.id}: ${say(one.configuration)}`);
        const text = svg("text", { class: solid ? "onfill" : "", x: left + x * cell + 8, y: y * high + 17 });
        text.append(one.id);
        const link = svg("a", { href: `#${one.id}` }, title, svg("rect", { class: `c-${one.configuration}`, x: left + x * cell, y: y * high + 2, width: cell - 4, height: high - 5, rx: 4 }), text);
        picture.append(link);
      });
    });
    const present = [...new Set(data.criteria.map((one) => one.configuration))];
    const key = present.map((status) => el("span", { class: "key" }, svg("svg", { viewBox: "0 0 10 10", class: "heat" }, svg("rect", { class: `c-${status}`, width: 10, height: 10, rx: 2 })), say(status)));
    return el("div", {}, picture, el("p", {}, key));
  };

  // How many criteria of each series came to each status, and have each state of documents.
  const matrix = () => {
    const columns = [["configuration", STATUSES], ["documents", ["on_file", "stale", "altered", "requested", "not_needed"]]].flatMap(([field, all]) =>
      all.filter((status) => data.criteria.some((one) => one[field] === status)).map((status) => [field, status]));
    const number = (row, [field, status]) => row.criteria.filter((at) => data.criteria[at][field] === status).length;
    const most = Math.max(...report.heat.flatMap((row) => columns.map((column) => number(row, column))), 1);
    const cell = (row, column) => {
      const count = number(row, column);
      if (count === 0) return el("td", { class: `of-${column[0]}` }, el("span", { class: "faint" }, "·"));
      const square = svg("svg", { class: "heat cell", viewBox: "0 0 40 22", role: "img", "aria-label": `${count} ${say(column[1])}` }, svg("rect", { class: `c-${column[1]}`, width: 40, height: 22, rx: 3, opacity: 0.25 + (0.35 * count) / most }));
      const text = svg("text", { x: 20, y: 15, "text-anchor": "middle" });
      text.append(count);
      square.append(text);
      return el("td", { class: `of-${column[0]}` }, square);
    };
    const spans = ["configuration", "documents"].map((field) => el("th", { scope: "colgroup", class: `of-${field}`, colspan: columns.filter((column) => column[0] === field).length }, say(field)));
    return el("div", { class: "scroll" }, el("table", { class: "matrix" },
      el("thead", {}, el("tr", {}, el("td", {}), spans), el("tr", {}, el("th", { scope: "col" }, "Series"), columns.map(([field, status]) => el("th", { scope: "col", class: `turned of-${field}` }, say(status))))),
      el("tbody", {}, report.heat.map((row) => el("tr", {}, el("th", { scope: "row" }, el("b", {}, row.series), ` ${row.title}`), columns.map((column) => cell(row, column)))))));
  };

  const observations = (control, finding) => {
    const [, , , shape, seen, decided] = finding;
    return table(["Fact", "Expected", "Observed"], control.shapes[shape].map(([path, expected], at) => {
      const value = seen[at];
      const text = Array.isArray(value) ? shown(value[0]) : el("span", { class: "mark not_evaluated" }, gapText(value));
      const strong = decided.includes(at) ? "decides" : null;
      return [el("code", { class: strong }, path), expected || el("span", { class: "faint" }, "shown only"), el("span", { class: `mono ${strong || ""}` }, text)];
    }));
  };

  const remedy = (fix) => [
    el("p", {}, fix.summary),
    fix.cli && el("pre", {}, fix.cli),
    fix.terraform && el("details", {}, el("summary", {}, el("span", { class: "title" }, "As Terraform")), el("div", { class: "body" }, el("pre", {}, fix.terraform))),
    fix.console.length > 0 && el("details", {}, el("summary", {}, el("span", { class: "title" }, "In the console")), el("div", { class: "body" }, el("ol", {}, fix.console.map((step) => el("li", {}, step))))),
  ];

  const results = (control) => {
    const order = ["fail", "risk_accepted", "not_evaluated", "set_aside", "pass", "not_applicable"];
    const all = [...control.findings].sort((one, other) => order.indexOf(one[1]) - order.indexOf(other[1]) || one[0] - other[0]);
    if (all.length === 0) return el("p", { class: "faint" }, "No asset of this kind was there to be tested; the listings below are the evidence of that.");
    const list = el("div", { class: "results" });
    const button = paged(list, all, (finding) => {
      const of = asset(finding[0]);
      return fold({}, [el("span", { class: "title" }, of.name, " ", el("span", { class: "faint" }, `${of.account} · ${of.region}`)), mark(finding[1])], () => [
        el("p", { class: "faint mono" }, of.id),
        finding[8] != null && acceptance(data.acceptances[finding[8]]),
        finding[9] != null && exclusion(data.exclusions[finding[9]]),
        observations(control, finding),
        finding[6].length > 0 && el("p", {}, "Not seen: ", finding[6].map(gapText).join("; ")),
        finding[7] != null && [el("h3", {}, "How to put it right"), remedy(control.fixes[finding[7]])],
      ]);
    });
    return el("div", {}, list, button);
  };

  const acceptance = (one) => el("div", { class: "notice" },
    el("p", {}, `A deviation for testing purposes, accepted by management until ${one.expires}; the auditor evaluates the compensating control.`),
    pairs([["Reason", one.reason], ["Compensating control", one.compensating], ["Owner", one.owner], ["Approved by", one.approver], ["Ticket", one.ticket]]));

  const exclusion = (one) => el("div", { class: "notice" },
    el("p", {}, one.in_force ? "Outside of the system's boundary, by decision of management." : `Not honoured: it ended on ${one.until}.`),
    pairs([["Left out", one.what], ["Reason", one.reason], ["Approved by", one.approver], ["Ticket", one.ticket], ["Until", one.until]]));

  const population = (control) => {
    const [pass, fail, unseen, accepted, aside, set] = control.counts;
    const total = control.counts.reduce((sum, number) => sum + number, 0);
    const whole = control.populations.every((one) => ["complete", "not_offered"].includes(one.state));
    return [
      report ? el("p", {}, report.populations[data.controls.indexOf(control)]) : el("p", {}, (whole ? "All assets returned were tested; no sampling. " : "What was returned was tested, without sampling; the listing is not whole, so there may be more. ") +
        `${total.toLocaleString("en")} = ${pass.toLocaleString("en")} passed + ${fail.toLocaleString("en")} deviations + ${accepted.toLocaleString("en")} risk accepted + ${unseen.toLocaleString("en")} not evaluated + ${aside.toLocaleString("en")} not applicable + ${set.toLocaleString("en")} set aside.`),
      long(["Kind", "Account", "Region", "Listing", "#Assets"], control.populations, (one) => [el("code", {}, one.kind), one.account, one.region, mark(one.state), one.count.toLocaleString("en")]),
    ];
  };

  const controlBody = (control) => [
    el("h3", {}, "Test performed"),
    control.applies.length > 0 && [el("p", {}, "On assets where"), tree(control.applies)],
    el("p", {}, "Expected"), tree(control.expects),
    control.params.length > 0 && el("p", { class: "faint" }, "Parameters: ", control.params.map(([name, value, change]) => `${name} = ${value || "(none)"}${change ? " (changed)" : ""}`).join("; ")),
    el("h3", {}, "Results"), results(control),
    el("h3", {}, "Population"), population(control),
    control.gaps.length > 0 && [el("h3", {}, "Gaps"), el("ul", {}, control.gaps.map((number) => el("li", {}, gapText(number), data.gaps[number].action ? [" – grant ", el("code", {}, data.gaps[number].action)] : "")))],
    el("p", { class: "faint" }, "References: ", control.references.map((url, at) => [at > 0 ? ", " : "", link(url)])),
    Object.keys(control.equivalents).length > 0 && el("p", { class: "faint" }, "Elsewhere: ", Object.entries(control.equivalents).map(([tool, names]) => `${say(tool)} ${names.join(", ")}`).join("; ")),
  ];

  const controlFold = (number, mapped) => {
    const control = data.controls[number];
    return fold({ "data-status": control.status, "data-text": `${control.id} ${control.title}`.toLowerCase() },
      [el("span", { class: "title" }, control.title, el("br"), el("span", { class: "faint mono" }, `${control.id} · ${control.severity}${mapped ? " · " + mapped.role : ""}`)), mark(control.status)],
      () => [mapped && el("p", {}, mapped.because), controlBody(control)]);
  };

  const link = (url) => (/^https:\/\//.test(url) ? el("a", { href: url, rel: "noreferrer" }, url) : url);

  const filed = (one) => el("div", { class: "notice" },
    el("p", {}, mark(one.standing), " ", one.statement),
    pairs([
      ["For", one.points.join("; ") || "the criterion as a whole"],
      ["Owner", one.owner],
      ["Dated", `${one.date}, counts until ${one.valid_until}`],
      ["Files", one.files.length > 0 && el("ul", {}, one.files.map((file) => el("li", {}, file.path, file.state !== "unchanged" && [" ", el("span", { class: "mark altered" }, say(file.state))], el("br"), el("code", {}, file.sha256))))],
      ["Links", one.links.length > 0 && el("ul", {}, one.links.map((url) => el("li", {}, link(url))))],
    ]));

  const onFile = (one) => {
    const own = one.filed.map((number) => data.documents[number]);
    const partly = own.some((filed) => filed.standing === "current") && one.undocumented.length > 0;
    return own.length > 0 && [
      el("h3", {}, "On file"), own.map(filed),
      partly && el("p", {}, `No document that counts for: ${one.undocumented.join("; ")}`),
    ];
  };

  const point = (one) => el("li", {}, one.status ? mark(one.status) : el("span", { class: "mark" }, "documents"), " ", one.name, one.scope ? el("span", { class: "faint" }, ` (${say(one.scope)})`) : "");
  const points = (one) => {
    const all = (title, list) => list.length > 0 && [el("h3", {}, title), el("ul", { class: "points" }, list.map(point))];
    if (!report) return all("Points of focus", one.points);
    const told = report.points[data.criteria.indexOf(one)];
    const of = (test) => one.points.filter((_, at) => test(...told[at]));
    return [
      all("Points of focus with evidence", of((applies, evidenced) => applies && evidenced)),
      all("Points of focus without evidence", of((applies, evidenced) => applies && !evidenced)),
      all("Points of focus that do not apply", of((applies) => !applies)),
    ];
  };
  const expected = (one) => {
    if (!report) return null;
    const own = (list) => list.filter((part) => part.criterion === one.id);
    const carved = own(report.considerations.subservice), users = own(report.considerations.user_entity);
    return carved.length + users.length > 0 && [el("h3", {}, "Complementary considerations"), el("ul", {},
      carved.map((part) => el("li", {}, "Carved out to the provider: ", part.provider, " Remains the entity's: ", part.entity)),
      users.map((part) => el("li", {}, "Expected of users: ", part.text)))];
  };
  const spoken = (title, one, assertion) => {
    const own = one.controls.filter((mapped) => data.controls[mapped.n].assertion === assertion);
    return own.length > 0 && [el("h3", {}, title), own.map((mapped) => controlFold(mapped.n, mapped))];
  };

  const criterion = (one) => {
    const section = fold({ id: one.id, class: "criterion", "data-status": one.configuration, "data-text": `${one.id} ${one.summary} ${one.controls.map((mapped) => data.controls[mapped.n].id).join(" ")}`.toLowerCase() },
      [el("span", { class: "id" }, one.id), el("span", { class: "title" }, one.summary), mark(one.configuration), one.documents !== "not_needed" && mark(one.documents)],
      () => [
        pairs([
          ["Configuration", [mark(one.configuration), " ", counts(one.counts)]],
          ["Documents", [mark(one.documents), one.documents === "requested" && one.filed.length === 0 ? " nothing is on file" : ""]],
          ["What a cloud shows", one.signals],
          ["What an auditor asks for besides", one.manual],
        ]),
        onFile(one),
        expected(one),
        points(one),
        one.unselected.length > 0 && el("p", { class: "faint" }, `Not selected: ${one.unselected.join(", ")}`),
        spoken("Controls", one, "configuration"),
        spoken("Indicators on the date; not tests of operating effectiveness", one, "operation"),
      ]);
    return section;
  };

  const sections = () => {
    const folds = data.criteria.map(criterion);
    const empty = el("p", { class: "faint", hidden: true, role: "status" }, "Nothing fits.");
    const search = el("input", { type: "search", placeholder: "Search criteria, controls and assets", "aria-label": "Search criteria, controls and assets" });
    const filter = el("select", { "aria-label": "Only this status" }, el("option", { value: "" }, "every status"), [...new Set(data.criteria.map((one) => one.configuration))].map((status) => el("option", { value: status }, say(status))));
    // The controls that were tested on an asset with that word in its name or id.
    const tested = (word) => {
      const own = new Set(data.assets.flatMap(([, , , id, name], at) => (`${id} ${name}`.toLowerCase().includes(word) ? [at] : [])));
      return new Set(own.size === 0 ? [] : data.controls.flatMap((control, at) => (control.findings.some((finding) => own.has(finding[0])) ? [at] : [])));
    };
    const apply = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean).map((word) => [word, word.length > 2 ? tested(word) : new Set()]);
      const speaks = (one, [word, controls]) => folds[one].dataset.text.includes(word) || data.criteria[one].controls.some((mapped) => controls.has(mapped.n));
      let left = 0;
      for (const [at, one] of folds.entries()) {
        one.hidden = !(words.every((word) => speaks(at, word)) && (!filter.value || one.dataset.status === filter.value));
        left += one.hidden ? 0 : 1;
      }
      empty.hidden = left > 0;
    };
    search.addEventListener("input", apply);
    filter.addEventListener("change", apply);
    const all = (open) => () => folds.filter((one) => !one.hidden).forEach((one) => { one.open = open; });
    return [
      el("h2", { id: "criteria" }, "The criteria"),
      el("div", { class: "tools" }, search, filter, el("button", { type: "button", on: { click: all(true) } }, "Open all"), el("button", { type: "button", on: { click: all(false) } }, "Close all")),
      empty, folds,
    ];
  };

  const operation = () => {
    const own = data.controls.map((control, number) => [control, number]).filter(([control]) => control.assertion === "operation");
    return own.length > 0 && [
      el("h2", { id: "operation" }, "Indicators on the date"),
      el("p", {}, "These controls look at operation. What they show is how it stood on the date; they are not tests of operating effectiveness."),
      own.map(([, number]) => controlFold(number)),
    ];
  };

  const failures = (control) => long(["Asset", "Account", "Region"], control.findings.filter((finding) => finding[1] === "fail"), (finding) => {
    const of = asset(finding[0]);
    return [of.name, of.account, of.region];
  });

  const step = (one) => {
    const controls = one.controls.map((number) => data.controls[number]);
    const assets = one.groups.reduce((sum, [, number]) => sum + number, 0);
    const about = [one.setting ? plural(assets, "asset") : plural(one.controls.length, "control"), one.blocks.length > 0 ? `in the way of ${plural(one.blocks.length, "criterion", "criteria")}` : "in the way of no criterion"];
    return fold({}, [el("span", { class: "title" }, one.title, el("br"), el("span", { class: "faint" }, about.join(" · "))), el("span", { class: `mark ${one.setting ? "fail" : "not_evaluated"}` }, one.severity)], () => [
      pairs([
        ["In the way of", one.blocks.join(", ")],
        ["Nothing else is in the way of", one.unblocks.join(", ")],
        ["Controls", el("ul", {}, controls.map((control) => el("li", {}, control.title, " ", el("code", {}, control.id))))],
      ]),
      one.gaps.length > 0 && el("ul", {}, one.gaps.map((number) => el("li", {}, gapText(number), ` in ${data.gaps[number].account}, ${data.gaps[number].region}`))),
      one.setting && controls[0].fixes[0] && remedy(controls[0].fixes[0]),
      one.setting && [el("h3", {}, "What was seen"), table(["Seen", "#Assets"], one.groups.map(([seen, number]) => [el("span", { class: "mono" }, seen), number.toLocaleString("en")])), el("h3", {}, "Assets"), failures(controls[0])],
    ]);
  };

  const plan = () => report && [
    el("h2", { id: "plan" }, "Remediation plan"),
    el("p", {}, report.plan.length > 0 ? "By cause; that first which stands in the way of most criteria. One change may put many assets right." : "Nothing failed, and nothing that was planned was left unseen."),
    report.plan.map(step),
  ];

  const accepted = () => data.acceptances.length > 0 && [
    el("h2", { id: "acceptances" }, "Risk acceptances"),
    data.acceptances.map((one) => fold({}, [el("span", { class: "title mono" }, one.control), el("span", { class: `mark ${one.validity === "in_force" ? "risk_accepted" : "not_evaluated"}` }, one.validity === "in_force" ? `${plural(one.accepted, "deviation")} until ${one.expires}` : say(one.validity))], () => [acceptance(one), el("ul", {}, one.assets.map((id) => el("li", {}, el("code", {}, id))))])),
  ];

  const setAside = () => data.exclusions.length > 0 && [
    el("h2", { id: "exclusions" }, "Set aside by management"),
    el("p", {}, "What management leaves out of the system's boundary. It was collected and is listed, and counts in no score."),
    data.exclusions.map((one) => fold({}, [el("span", { class: "title" }, one.what), el("span", { class: `mark ${one.in_force ? "set_aside" : "not_evaluated"}` }, one.in_force ? plural(one.set_aside, "result") : "not honoured")], () => [exclusion(one), one.untold > 0 && el("p", {}, `${plural(one.untold, "result")} judged all the same: the tags that it asks for were not read.`)])),
  ];

  const collected = (one, at) => {
    const more = report ? report.scope.collections[at] : {};
    return pairs([
      ["Accounts", one.accounts.join(", ")],
      ["Collected by", el("span", { class: "mono" }, one.arn)],
      ["Session", more.session],
      ["Profile", more.profile],
      ["On", one.host || "no host or CI run is recorded"],
      ["Endpoint", one.endpoint],
      ["Between", `${moment(one.started)} and ${moment(one.finished)}`],
      ["Clock", one.clock == null ? "its difference to the provider's was not measured" : `${plural(one.clock, "second")} from the provider's`],
      ["With", `${data.tool} ${one.tool}, for the control pack ${one.pack}`],
    ]);
  };

  const considered = () => report && [
    el("h2", { id: "considerations" }, "Complementary considerations"),
    el("h3", {}, "Subservice organization: carved out to the provider"),
    table(["Criterion", "Expected of the provider", "Remains the entity's"], report.considerations.subservice.map((one) => [one.criterion, one.provider, one.entity])),
    el("h3", {}, "User entities: what users of the system are expected to do"),
    table(["Criterion", "Expected of users"], report.considerations.user_entity.map((one) => [one.criterion, one.text])),
  ];

  const scope = () => [
    el("h2", { id: "scope" }, "Scope and method"),
    report && [
      el("p", {}, report.scope.method),
      el("h3", {}, "Accounts and regions"),
      el("p", {}, `${report.scope.accounts_statement} ${report.scope.places_statement}`),
      long(["Account", "Region", "State", "Why"], report.scope.places, (one) => [one.account, one.region, one.closed ? "closed by a policy of the organization" : "looked at", one.why || ""]),
    ],
    el("h3", {}, plural(data.collections.length, "collection")),
    data.collections.map(collected),
    report && [
      el("h3", {}, "Resource types that are not read"), el("p", {}, report.scope.unread_types),
      el("h3", {}, "That the collecting identity changed nothing"), el("p", {}, report.scope.changed_nothing),
      report.scope.commands.map((command) => el("pre", {}, command)),
    ],
    fold({}, [el("span", { class: "title" }, `Operations called (${plural(data.calls.length, "listing")})`)], () => long(["Operation", "Account", "Region", "Parameters", "#Pages", "#Items", "Request ids"], data.calls, (call) => [el("code", {}, call.operation), call.account, call.region, Object.entries(call.parameters).map(([key, value]) => `${key}=${value}`).join(", "), call.pages + (call.complete ? "" : " (broke off)"), call.items.toLocaleString("en"), el("span", { class: "mono" }, call.requests.slice(0, 3).join(" "))])),
    data.gaps.length > 0 && fold({}, [el("span", { class: "title" }, `What could not be read (${plural(data.gaps.length, "gap")})`)], () => long(["Why", "Operation", "Account", "Region", "To close it", "#Controls"], data.gaps, (gap) => [mark(gap.kind), gap.operation || "–", gap.account, gap.region, gap.action ? ["grant ", el("code", {}, gap.action)] : gap.message || "", gap.controls.length.toString()])),
  ];

  const nav = () => {
    const link = (to, text) => el("a", { href: `#${to}` }, text);
    const list = [el("b", {}, report ? report.cover.organization || "Point-in-time report" : "Configuration report"), link("top", "Cover"), link("summary", "Summary"), link("scope", "Scope and method"), link("plan", "Remediation plan"), link("acceptances", "Risk acceptances"), link("exclusions", "Set aside"), link("operation", "Indicators on the date"), link("considerations", "Considerations"), link("criteria", "The criteria")];
    let series = "";
    for (const one of data.criteria) {
      if (one.series !== series) list.push(el("div", { class: "series" }, one.series));
      series = one.series;
      const to = el("a", { href: `#${one.id}` }, el("span", { class: `dot ${one.configuration}`, "aria-hidden": "true" }), one.id);
      list.push(to);
    }
    return el("nav", { "aria-label": "Contents" }, list.filter((item) => !(item.tagName === "A" && item.hash.length > 1 && !item.querySelector(".dot") && !document.getElementById(item.hash.slice(1)))));
  };

  const main = el("main", {}, cover(), summary(), scope(), plan(), accepted(), setAside(), operation(), considered(), sections());
  const page = el("div", { class: "page" }, main);
  document.body.append(page);
  page.prepend(nav());
  document.title = `${report ? report.cover.title : "Configuration report"}, as of ${moment(data.as_of)}`;
  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", openTarget);
  openTarget();
  // On paper everything that a reader would open is open, but for the long lists.
  addEventListener("beforeprint", () => document.querySelectorAll("details.criterion, details.criterion details[data-status]").forEach((one) => { one.open = true; one.fill?.(); }));
})();
