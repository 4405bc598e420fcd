# The texts of the clerk's command line. Every key is in zh-CN too; commands in backticks are parsed by a test.

## The frame of help

help-usage = Usage
help-commands = Commands
help-command = COMMAND
help-examples = Examples
help-shortcuts = Shortcuts
help-options-heading = Options
help-values-heading = Arguments
help-global-heading = Options of every command
help-values = { $help } (one of: { $values })
help-default = { $help } (default { $value })

## Commands

cmd-frsc = The command line of the foreign-resident service centre: book, check in, call, scan
cmd-auth = Sign in and out, change the password
cmd-auth-login = Sign in; the password comes from the terminal or stdin only
cmd-auth-logout = Sign out; the session ends at once
cmd-auth-status = Who is signed in and what he may do
cmd-auth-password = Change your own password; your other sessions end
cmd-context = Keep server, counter and language of each place
cmd-context-list = List all contexts, * is the one in use
cmd-context-use = Choose a context
cmd-context-set = Make or change a context with --endpoint --ca-file --counter --lang; an empty value removes one
cmd-context-delete = Delete a context
cmd-dept = The cooperating departments
cmd-dept-list = List the departments in force on a day
cmd-dept-show = Show one department
cmd-service = The service items
cmd-service-list = List the items in force on a day
cmd-service-show = Show one item: limits, materials, fee, legal basis
cmd-calendar = The working-day calendar, deadlines and fees
cmd-calendar-year = Show a year's holidays and worked weekends
cmd-calendar-deadline = Let the server count a deadline and say how
cmd-calendar-fee = The fee of a residence permit, and whether a health certificate is needed
cmd-calendar-load = Load a year's calendar (CSV: date,kind,name); look first with --dry-run at what would move
cmd-hall = The hall: sessions, counters, opening hours, closures
cmd-hall-list = List the sessions
cmd-hall-show = Show one session
cmd-hall-counters = List the counters
cmd-hall-hours = List the opening hours
cmd-hall-closures = List the closures
cmd-hall-close = Close for some time; what it touches is counted before you confirm
cmd-hall-open = Open again before the closure ends
cmd-slots = Free places and held ones
cmd-slots-list = List the slots that can be booked
cmd-slots-hold = Keep a place for some minutes
cmd-slots-release = Give a held place back
cmd-appt = Appointments
cmd-appt-book = Book a place
cmd-appt-list = List appointments, today's by default
cmd-appt-show = Show one appointment
cmd-appt-reschedule = Move an appointment to another slot
cmd-appt-cancel = Cancel an appointment
cmd-appt-check-in = Check the visitor in and issue his ticket
cmd-appt-no-show = Record that the visitor did not come
cmd-appt-reveal = Read the whole passport number; the purpose goes to the audit trail
cmd-queue = The hall's queue
cmd-queue-issue = Take a walk-in and issue a ticket
cmd-queue-next = Call the next ticket
cmd-queue-recall = Call once more
cmd-queue-serve = Begin to serve
cmd-queue-complete = End a ticket with its result
cmd-queue-transfer = Send a ticket on to another counter
cmd-queue-park = Set a ticket aside
cmd-queue-return = Put a ticket back to wait
cmd-queue-void = Void a ticket whose visitor has gone; his appointment becomes a no-show
cmd-queue-list = List a day's tickets
cmd-queue-show = Show one ticket
cmd-queue-watch = Watch the hall
cmd-referral = Matters that 平治110 and 12345 hand over
cmd-referral-create = Record a matter that a source hands over
cmd-referral-list = List referrals by when they fall due
cmd-referral-show = Show one referral with its clocks and history
cmd-referral-sign = Take a referral over
cmd-referral-assign = Hand a referral to a department, or to a town or village unit
cmd-referral-contact = Record a contact with the caller
cmd-referral-respond = Record what is done
cmd-referral-close = Close with the result that the source is told
cmd-referral-return = Return it: the wrong department
cmd-referral-reopen = Reopen it: the source is not satisfied
cmd-case = Cases: what applicants ask for, from receipt to archive
cmd-case-create = Receive an application, from a ticket, an appointment or a person
cmd-case-list = List cases by due date
cmd-case-show = Show one case with its tasks, clocks and material
cmd-case-timeline = The history of a case, the oldest step first
cmd-case-explain = How a due date was counted
cmd-case-notify = Give the one notice of all missing material
cmd-case-supplement = Record material that came later
cmd-case-accept = Accept a case; its clocks start
cmd-case-refuse = Refuse to accept a case
cmd-case-suspend = Stop all clocks of a case, with the legal basis
cmd-case-resume = Let the clocks run again
cmd-case-extension = The one extension the law allows
cmd-case-extension-request = Ask for the extension
cmd-case-extension-approve = Approve the extension (DUTY_LEAD)
cmd-case-extension-reject = Reject the extension (DUTY_LEAD)
cmd-case-deliver = Record that the result was handed over
cmd-case-close = Close a delivered case
cmd-case-withdraw = End a case at the applicant's wish
cmd-case-terminate = End a case that cannot go on (DUTY_LEAD)
cmd-case-reopen = Take a delivered or closed case up again (DUTY_LEAD)
cmd-case-archive = Archive a case that has ended
cmd-case-reveal = Read the whole passport number; the purpose goes to the audit trail
cmd-task = Tasks: the departments' parts of cases
cmd-task-list = List the tasks in which somebody has to act, by due date
cmd-task-show = Show one task with its clocks
cmd-task-accept = Take a task for its department
cmd-task-complete = Record the department's decision with its document number
cmd-task-return = Send a task back as another department's
cmd-task-reassign = Give a task to a department
cmd-task-suspend = Stop the clocks of a task, with the legal basis
cmd-task-resume = Let the clocks of a task run again
cmd-task-note = Note something; other departments do not see it
cmd-task-complete-batch = Record decisions from a CSV file: task_id, outcome, document_number, decided_date, reason
cmd-expedite = Expedites: decide a case sooner, with its price in the open
cmd-expedite-preview = What an expedite would do: new dates, warnings, and whom it pushes back; nothing is written
cmd-expedite-request = Ask for an expedite of an accepted case
cmd-expedite-approve = Approve an expedite somebody else asked for (DUTY_LEAD)
cmd-expedite-reject = Reject an expedite (DUTY_LEAD)
cmd-expedite-withdraw = Take an expedite back; the due dates are what they were
cmd-expedite-list = List expedites, the latest request first
cmd-expedite-show = Show one expedite with the account kept at its approval
cmd-expedite-stats = Count expedites by ground, department and approver
cmd-expiry = What the end of a document means, and what is to be done before it
cmd-permit-plan = Until when to file, which procedure is left, what limits the new document and what it costs
cmd-expiry-plan = Until when to file, which procedure is left, what limits the new document and what it costs
cmd-expiry-list = What runs out, by its last day, with the lane that is left; a clerk's morning
cmd-expiry-event = Record what happened in a resident's life: it opens what is owed because of it
cmd-expiry-duties = List what is owed because of such events, by its last day in time
cmd-expiry-close = Close what was met, or is not owed after all
cmd-expiry-renew = Book the places and open the cases by which a document is renewed, in one step
cmd-resident = The persons whom the centre serves: registered, found, merged
cmd-resident-create = Register a person, by a passport's scan or by hand
cmd-resident-list = Find residents by name: Latin, hanzi, pinyin or its initials
cmd-resident-show = Show a resident with his dependants and grounds
cmd-resident-update = Change what is said of a person
cmd-resident-history = What happened to a record
cmd-resident-address = Record where he moved in; a late registration is taken
cmd-resident-register = Record that a stay was registered
cmd-resident-consent = Record on what ground his data are used
cmd-resident-withdraw = Record that he withdrew his consent
cmd-resident-merge = Ask that a duplicate be merged; somebody else reviews it
cmd-resident-merges = List merges, the oldest first
cmd-resident-approve = Approve a merge (DUTY_LEAD)
cmd-resident-reject = Reject a merge (DUTY_LEAD)
cmd-rating = Ratings of handlings, and how bad ones are made good
cmd-rating-give = Record the rating of a delivered or closed case, once a handling
cmd-rating-list = List ratings, the newest first
cmd-rating-show = Show one rating with its rectification
cmd-rating-explain = How a due date of the rectification was counted
cmd-rating-contact = Record the first contact with the rater of a bad one
cmd-rating-complex = Give a complex matter its longer limit (DUTY_LEAD)
cmd-rating-rectify = Record in writing what was mended
cmd-rating-call-back = Record what the rater says of it
cmd-rating-close = Close the rectification after the call-back
cmd-rating-stats = Count ratings by item and level
cmd-notice = What people and departments' systems were told, and what was given up
cmd-notice-list = List notices, the newest first
cmd-notice-show = Show where one notice stands
cmd-notice-retry = Have a notice tried again that was given up
cmd-webhook = Endpoints of departments' systems that notices are sent to (ADMIN)
cmd-webhook-list = List endpoints
cmd-webhook-create = Make an endpoint; its secret is shown once
cmd-webhook-ping = Send an endpoint a notice to try it
cmd-webhook-rotate-secret = Replace an endpoint's secret; the new one is shown once
cmd-webhook-disable = Send nothing more to an endpoint
cmd-reminder = Whom to remind of a document that runs out
cmd-reminder-list = List reminders that were raised, by their day
cmd-reminder-ladder = Show every reminder of a document, raised or not
cmd-reminder-done = Record that a task is done
cmd-reminder-sweep = Raise at once what is due (DUTY_LEAD)
cmd-card = Supervision: reminders, yellow and red cards
cmd-card-list = List cards, the newest first
cmd-card-show = Show one card
cmd-card-rectify = Answer a red card in writing
cmd-card-close = Close a card (DUTY_LEAD)
cmd-card-withdraw = Take back a card that was raised in error (DUTY_LEAD)
cmd-card-sweep = Raise now what is due; the server does it by itself every 30 s (DUTY_LEAD)
cmd-card-scores = The points of departments and the cards behind them
cmd-evidence = Files that prove something: powers of attorney, passports, photos
cmd-evidence-upload = Upload a file; it is kept encrypted
cmd-evidence-list = List files, the newest first
cmd-evidence-show = Show what is known of a file
cmd-evidence-download = Download a file; the purpose goes to the audit trail
cmd-evidence-delete = Delete a file on which nothing rests
cmd-document = Documents: passports, visas, permits, cards, receipts
cmd-document-create = Put a document on record; a passport also from its zone
cmd-document-list = List documents by expiry
cmd-document-show = Show one document
cmd-document-find = Find documents by their whole number
cmd-document-stay = Until when somebody may stay, and by which documents
cmd-document-update = Correct what was typed wrongly
cmd-document-replace = Put a new document in the place of an old one
cmd-document-cancel = End a document that was cancelled or entered by mistake
cmd-document-lost = End a document that was lost or stolen
cmd-document-reveal = Show the whole number, for a purpose, on record and counted
cmd-document-disclose = Record that sensitive fields were handed to a department
cmd-document-disclosures = List what sensitive fields departments were handed
cmd-permit = Visas and permits
cmd-permit-create = Put a visa or permit on record
cmd-permit-list = List visas and permits by expiry
cmd-permit-show = Show one document
cmd-receipt = Receipts: opened by accepting a renewal, closed by its delivery
cmd-receipt-list = List receipts by expiry
cmd-receipt-show = Show one receipt
cmd-custody = Who holds a passport
cmd-custody-record = Record into whose hands a passport goes
cmd-custody-list = List into whose hands a passport went, the latest first
cmd-mandate = Mandates: who acts for whom, for what, until when
cmd-mandate-create = Record a mandate; it is verified and approved afterwards
cmd-mandate-list = List mandates, the newest first
cmd-mandate-show = Show one mandate with what it lacks
cmd-mandate-verify = Record that it was checked, with evidence and legal basis
cmd-mandate-approve = Approve a verified one (DUTY_LEAD, not who recorded or verified it)
cmd-mandate-reject = Reject one that is not approved (DUTY_LEAD)
cmd-mandate-revoke = Revoke it; what rests on it is kept
cmd-scan = Read a scanner: a passport's machine-readable zone, a ticket, an appointment, a credit code
cmd-account = Accounts (ADMIN)
cmd-account-list = List accounts
cmd-account-show = Show one account
cmd-account-create = Make an account; its one-time secret is shown once
cmd-account-roles = Replace an account's roles
cmd-account-disable = Disable an account; its sessions end at once
cmd-account-enable = Enable or unlock an account
cmd-account-reset-secret = Replace the secret; the new one is shown once
cmd-events = The feed of changes
cmd-events-listen = Follow the feed: one event a line as JSON, each with the token to go on from
cmd-events-list = List the next events
cmd-events-position = How far the feed is acknowledged, where it ends, what lies between
cmd-events-ack = Keep the token up to which the events are processed
cmd-audit = The audit trail (AUDITOR)
cmd-audit-list = List audit records, the newest first
cmd-completion = Write completion scripts or man pages

## Options and arguments

arg-version = Show the version
arg-help = Show help
arg-output = Output format
arg-json = The same as -o json
arg-lang = Language
arg-context = Context to use
arg-endpoint = The server, for example https://frsc.example:7443
arg-ca-file = PEM file of the authority of the server's certificate
arg-color = Colour
arg-yes = Do not ask
arg-timeout = Deadline of a request, for example 10s or 500ms
arg-request-id = UUID of a request that is repeated; it is not done twice
arg-login-name = Login name
arg-password-stdin = Read the password from stdin
arg-auth-password-password-stdin = Read two lines from stdin: the current password, the new one
arg-name = Name as in the passport
arg-context-use-name = Name of the context
arg-context-set-name = Name of the context: letters, digits, - and _
arg-context-delete-name = Name of the context
arg-counter = Counter, for example A01; else FRSC_COUNTER or the context
arg-as-of = On which day: 2026-03-02, today, +3
arg-limit = So many at most, 50 by default
arg-page-token = Go on after the page before
arg-all = All of them
arg-department-id = Code of the department, for example PSB
arg-department = Code of the department
arg-category = Category, for example residence
arg-text = A part of code or name
arg-service-item-id = Code of the item, for example RP-W-EXT
arg-year = The year
arg-from = First day: 2026-03-02, today, +3
arg-to = Last day, inclusive
arg-from-time = From which instant, for example 2026-03-02T09:00
arg-item = Codes of the items, with commas
arg-calendar-deadline-item = The limit of this item
arg-calendar-deadline-from = The day it counts from
arg-calendar-deadline-kind = Which limit of the item; the promised one by default
arg-account-create-kind = Kind of the account
arg-amount = How many units
arg-unit = Unit of the limit
arg-direction = Counted after or before
arg-month-rule = What a limit of months starts from
arg-filing = How a filing outside working hours counts
arg-suspend = A suspension, for example 2026-03-04..2026-03-09; without the second half it still stands
arg-days = List every counted day
arg-file = CSV file, - is stdin
arg-dry-run = Check only, write nothing
arg-session = Session: id, name or the id's last characters
arg-start = Begin, for example 2026-03-02T09:00
arg-end = End, exclusive
arg-reason = Why
arg-closure = Closure: id or its last characters
arg-channel = Channel
arg-include-full = Also slots without a place
arg-slot = Slot id, or when it begins, for example 2026-03-03T09:00
arg-hold = Id of the hold
arg-appt-book-hold = Confirm this hold; slot and items are its own
arg-language = Language to speak, for example ja, en, zh
arg-phone = Telephone number, for example +8613800000000
arg-email = Electronic mail address
arg-passport = Type the passport number or scan its zone, without echo
arg-passport-stdin = Read passport number or machine-readable zone from stdin
arg-agent = Name of the agent or agency
arg-agent-phone = Telephone number of the agent
arg-note = A note, without passport numbers
arg-state = State
arg-appointment = Appointment number, id, or the last characters of one of today
arg-purpose = Purpose
arg-purpose-text = The purpose in words, without personal data
arg-priority = Priority, 0 ordinary to 9 first
arg-ticket = Ticket, for example A012; without it the one at your counter
arg-result = Result
arg-queue-transfer-to = Counter to send it to
arg-to-any = Any counter that can serve it
arg-place = To its place before or to the end
arg-date = Which day
arg-number = Number of the ticket
arg-watch = Follow every change
arg-source = - is stdin
arg-referral = Referral: id of the source, id, or the last characters of an unfinished one
arg-referral-create-source = Code of the source, for example PZ110 or 12345
arg-referral-list-source = Codes of the sources, with commas
arg-external-id = The source's own id
arg-referral-create-category = Category, a word such as accommodation_dispute
arg-summary = What it is about
arg-urgency = How urgent it is
arg-ordinary-matter = An ordinary matter of 12345: the limit of working days holds too
arg-received = When the source received it, for example 2026-03-02T21:15; now by default
arg-caller = Type the caller's name and telephone number
arg-caller-stdin = Read two lines from stdin: the caller's name, his telephone number
arg-division = Division code: 9 digits of a town, 12 of a village
arg-referral-assign-unit = Name of the town or village unit
arg-overdue = Only unfinished ones that are late
arg-due-before = Due before, for example 2026-03-02T21:45
arg-outcome = What became of it
arg-response = What is done
arg-referral-close-result = The result that the source is told
arg-satisfied = Whether the caller is satisfied
arg-case = Case: its number, the end of it, or its id
arg-task-list-case = Of this case: its number, the end of it, or its id
arg-task = Task: CASE/ITEM such as K7QM2X/RP-W-EXT, its case where that has one task, or its id
arg-case-explain-task = Of this task of the case: its item or its id
arg-clock = Which clock; the one that gives the due date by default
arg-case-create-ticket = From this ticket; without it the one at your counter, unless a person is named
arg-case-create-appointment = From this appointment
arg-case-create-item = Codes of the items, with commas; those of the visit by default
arg-case-create-channel = How it came in; that of the visit, walk-in, or third-party with an agent by default
arg-case-list-appointment = Of the person with this appointment
arg-all-materials = All material is received, save what --material names otherwise
arg-material = A material and its state: received, missing, promised or n/a, for example 护照=received or 单位公函=promised:copy; several times
arg-accept = Accept at once
arg-expires = Last day of the document it is about, for example of the residence permit to extend
arg-agent-name = Name of the agent or agency
arg-case-create-mandate = The mandate he acts by: its id or the id's last characters
arg-ground = Why an agent may act
arg-after = Cases that must be granted first
arg-reference = How another system knows it, for example ZWW:42
arg-due-to = Due on or before this day
arg-case-list-department = With a task of this department
arg-case-list-number = With this number, or ending so
arg-mine = Created by me
arg-notice = What the applicant is told beyond the list of missing material
arg-in-person = The applicant or his agent came for it
arg-basis = The legal basis
arg-case-deliver-note = How it was handed over
arg-task-complete-outcome = What was decided
arg-document-number = The department's document number
arg-decided = Day of the decision, today by default
arg-task-complete-reason = The reason, required where it is not granted
arg-task-reassign-to = Code of the department
arg-task-note-note = The note, without passport numbers
arg-best-effort = As many as can be; without it all or none
arg-expedite = Expedite: its case's number or the end of it, or its id
arg-expedite-preview-ground = Why it is asked for
arg-expedite-request-ground = Why it is asked for
arg-expedite-list-ground = On these grounds
arg-expedite-preview-text = The ground in words, without passport numbers
arg-expedite-request-text = The ground in words, required for other, without passport numbers
arg-needed-by = The last day on which the result is of use; the document's last day by default
arg-expedite-request-evidence = What proves the ground, for example the number of an invitation; several times
arg-expedite-preview-days = Working days asked for; 0: on the same day
arg-expedite-request-days = Working days asked for; 0: on the same day
arg-expedite-approve-days = Working days granted; what was asked by default
arg-approver = Decided by this account: its id
arg-expedite-list-case = Of this case
arg-expedite-list-from = Decided on or after this day
arg-expedite-list-to = Decided on or before this day
arg-expedite-stats-from = First day of requests
arg-expedite-stats-to = Last day of requests
arg-kind = What runs out
arg-permit-plan-purpose = For what a residence permit was given
arg-permit-plan-expires = Last day of the document
arg-permit-plan-start = First day of the new document
arg-permit-plan-ground = Why an agent may act, as it is claimed
arg-permit-plan-document = Document on record: its id or the id's last characters
arg-permit-plan-resident = All documents of this resident: his id, his name or the id's last characters
arg-expiry-plan-purpose = For what a residence permit was given
arg-class = The class of a work permit
arg-expiry-plan-expires = Last day of the document
arg-travel-document = Last day of his passport
arg-work-permit = Last day of his work permit
arg-principal = Last day of the permit of the person whom he follows
arg-contract = Last day of the contract
arg-expiry-plan-start = First day of the new document
arg-expiry-plan-ground = Why an agent may act, as it is claimed
arg-document = Document: its id or the last characters of it
arg-document-disclose-document = Of this document of his
arg-case-create-document = The document on record that it renews, instead of its last day
arg-document-list-kind = These kinds, with commas
arg-document-find-kind = Only of this kind
arg-document-create-kind = What it is
arg-permit-create-kind = What it is
arg-resident = The resident
arg-status = These statuses, with commas; those not ended by default
arg-document-list-from = Whose last day is not before
arg-document-list-to = Whose last day is not after
arg-permit-list-from = Whose last day is not before
arg-permit-list-to = Whose last day is not after
arg-receipt-list-from = Whose last day is not before
arg-receipt-list-to = Whose last day is not after
arg-holder = Only passports that these hold
arg-number-stdin = Read the whole number from stdin
arg-mrz = Scan the passport's zone
arg-mrz-stdin = Read the two lines of the zone from stdin
arg-issuer = Who issued it; of a passport the state's code, for example JPN
arg-issued = The day it was issued
arg-valid-from = Its first day; the day of issue by default
arg-document-create-expires = Its last day
arg-document-update-expires = Its last day
arg-document-replace-expires = Its last day
arg-permit-create-expires = Its last day
arg-permit-purpose = For what a residence permit is given
arg-entries = How often one may enter on a visa
arg-stay-days = Days of stay that a visa gives
arg-entered = The day of the last entry on a visa
arg-ended = Since when; today by default
arg-document-reveal-case = For which case; required of departments
arg-document-disclose-case = For which case
arg-document-disclose-department = To which department
arg-document-disclosures-department = To this department
arg-field = Which fields, for example document.number, with commas
arg-custody-record-to = Into whose hands
arg-custody-record-department = Which department
arg-custody-record-place = Where: a counter, a safe, a consignment
arg-document-create-category = The visa's category, for example Z or Q1
arg-document-update-category = The visa's category, for example Z or Q1
arg-document-replace-category = The visa's category, for example Z or Q1
arg-permit-create-category = The visa's category, for example Z or Q1
arg-expiry-list-from = Last day on or after this; 7 days ago by default
arg-expiry-list-to = Last day on or before this; in 30 days by default
arg-expiry-list-kind = Of these kinds, with commas; all but receipts by default
arg-lane = With these lanes, with commas
arg-employer = Of those who work there: its unified social credit code
arg-expiry-plan-document = Document on record: its id or the id's last characters
arg-expiry-plan-resident = All documents of this resident: his id, his name or the id's last characters
arg-expiry-event-resident = In whose life: the resident's id, name or the id's last characters
arg-expiry-event-kind = What happened
arg-at = When, for example 2025-09-30T16:00
arg-expiry-event-note = A note, without passport numbers
arg-expiry-duties-resident = About this resident: his id, his name or the id's last characters
arg-expiry-duties-state = In these states; open by default
arg-owner = Owed by these, with commas
arg-event = Opened by these events, with commas
arg-expiry-duties-to = Last day in time on or before this
arg-expiry-duties-overdue = Only those whose last day has passed
arg-obligation = Obligation: its id or the id's last characters
arg-expiry-close-state = Met, or waived with a note why
arg-expiry-close-note = What was done, or why it is not owed
arg-expiry-renew-document = Document: its id or the id's last characters
arg-expiry-renew-slot = The place; the next free one in time by default
arg-expiry-renew-employer = All who work there and whose residence permits end in the window
arg-expiry-renew-from = Permits that end on or after this day
arg-expiry-renew-to = Permits that end on or before this day
arg-expiry-renew-best-effort = As many as can be; all or none by default
arg-expiry-renew-note = A note for the appointment and the cases
arg-surname = Surname as in the zone
arg-given-names = Given names as in the zone
arg-visual-name = Name as printed, with its marks
arg-chinese-name = Name in Chinese
arg-other-name = Name in another script
arg-sex = Sex
arg-born = Date of birth
arg-nationality = Nationality, for example JPN, with commas
arg-since = First day of the new name or nationality; else today
arg-correct = A slip of the pen: write over the name or nationality instead of keeping it as a former one
arg-emergency-name = Whom to tell in an emergency
arg-emergency-phone = His or her telephone number
arg-time-zone = Time zone in which he is, as Asia/Tokyo; letters spare his night
arg-enterprise = Credit code of the employer
arg-relation = What he is to the principal
arg-resident-create-type = Kind of person; foreigner where none is given
arg-resident-update-type = Kind of person
arg-resident-create-principal = The principal on whom he depends
arg-resident-update-principal = The principal on whom he depends
arg-resident-list-principal = Who depend on this one
arg-resident-list-query = Words of the name, in any order
arg-distinct-from = Who seems to be the same and is not, with commas
arg-address = The address
arg-accommodation = What kind of place it is
arg-arrived = When he moved in
arg-registered = When the accommodation was registered
arg-resident-register-number = Number of the address
arg-resident-withdraw-number = Number of the ground
arg-resident-consent-purpose = For what
arg-given = When it was given or began
arg-resident-consent-evidence = What proves it
arg-resident-withdraw-text = How it was withdrawn
arg-duplicate = The duplicate
arg-into = The record that goes on
arg-merge = Merge: its id or the id's last characters
arg-resident-approve-text = What was compared
arg-resident-reject-text = Why not
arg-rating = Rating: its id or the id's last characters
arg-level = 5 very satisfied to 1 very dissatisfied
arg-rating-list-case = Of this case
arg-rating-list-overdue = Only those whose rectification is overdue
arg-rating-list-level = These levels, with commas
arg-tag = What it is about, words of the rating policy, with commas
arg-rating-give-text = In the rater's words
arg-rating-give-name = Name of the rater; without it anonymous
arg-rating-give-phone = Telephone number to call the rater back
arg-rating-list-item = Of cases with this item
arg-rating-list-department = Of cases with a task of this department
arg-rating-list-state = State of the rectification
arg-rating-contact-text = What came of it
arg-rating-complex-text = Why
arg-rating-rectify-text = What was mended
arg-rating-call-back-text = What was said
arg-rating-call-back-outcome = What it came to
arg-rating-stats-department = Of cases with a task of this department
arg-notice-show-notice = Notice: its id or the id's last characters
arg-notice-retry-notice = Notice: its id or the id's last characters
arg-about = About this resource, by its id
arg-hook = Endpoint: its id or the id's last characters
arg-url = Its address, https://host/path
arg-reminder = Reminder: its id or the id's last characters
arg-open = Only officers' tasks that are not done
arg-card = Card: its case where that has one, its id, or the id's last characters
arg-rung = Rung of the ladder
arg-card-list-case = Of this case
arg-evidence = File: its id or the id's last characters
arg-mandate = Mandate: its id or the id's last characters
arg-until = Its last day, inclusive
arg-notarisation = How it is notarised
arg-legal-basis = On which legal basis
arg-undecided = Only those that wait for a verification or an approval
arg-mandate-create-name = The principal's name as in the passport
arg-mandate-create-evidence = Files that prove it, with commas
arg-mandate-verify-evidence = Further files that prove it, with commas
arg-mandate-list-item = With this item
arg-evidence-upload-file = The file: JPEG, PNG or PDF
arg-evidence-upload-kind = What it proves
arg-evidence-upload-case = The case it belongs to
arg-evidence-upload-label = What it is called; else the name of the file
arg-evidence-list-case = Of this case
arg-evidence-list-kind = Of these kinds, with commas
arg-evidence-download-to = Where to; else the file's id here
arg-card-list-task = Of this task
arg-card-list-from = Raised on or after this day
arg-card-list-to = Raised on or before this day
arg-card-scores-from = Raised on or after this day
arg-card-scores-to = Raised on or before this day
arg-card-rectify-text = What was wrong and what is done about it, without personal data; - is stdin
arg-account = Account: login name, id or its last characters
arg-token = Go on after this token
arg-token-file = File in which the token is kept and from which it is read
arg-events-listen-token = Go on after this token; without one, from now on
arg-events-listen-limit = End after so many events
arg-events-list-token = Go on after this token; without one, from the oldest event
arg-audit-list-account = By whom: account ids
arg-role = Roles
arg-grantable = Roles it may hand on
arg-display-name = Name shown to colleagues
arg-secret-stdin = Read the first secret from stdin; else the server makes one
arg-resource = On which resource: its id
arg-method = Which methods
arg-audit-list-result = Result: OK or the reason of a refusal
arg-shell = Which shell, or man
arg-dir = Folder for the man page of every command

## Lines of an error

error-line = Error: { $what }
why-line = Why: { $why }
places-line = Nearest places: { $places }
next-line = Next: { $next }
list-separator = { "; " }
why-incident = incident number { $incident }

## Errors of the program

error-unexpected = Something unexpected happened
error-unreachable = The server { $endpoint } cannot be reached
error-timeout = The server did not answer in time
error-output = The output cannot be written
error-input = The input cannot be read
error-input-large = The input is larger than 1 MiB
error-input-encoding = The input is not UTF-8; save it as "CSV UTF-8"
error-endpoint = Not a server address: { $endpoint }; it begins with http:// or https://
error-not-signed-in = Not signed in at { $endpoint }, or the session is over
error-no-password = No password was given
error-wrong-password = Login name or password are wrong, or the account is locked or disabled
error-passwords-differ = The two new passwords differ
error-config-unreadable = The file of contexts { $path } cannot be read
error-config-invalid = The file of contexts { $path } is not valid
error-config-unwritable = The file of contexts { $path } cannot be written
error-context-unknown = There is no context { $name }
error-context-name = A context's name is of letters, digits, - and _, 64 at most
error-token-file = The token file { $path } cannot be read or written
error-file-unreadable = The file { $path } cannot be read
error-file-unwritable = The file { $path } cannot be written
error-loose = Others can read or write { $path }; it must not hold a session
error-not-a-passport = What was scanned is no passport's machine-readable zone
error-passport-faults = The passport's machine-readable zone has faults
error-no-current-ticket = Counter { $counter } has no ticket now
error-scan-empty = Nothing was scanned
error-scan-faults = What was scanned has faults
why-needed-by = the case tells no last day of a document
why-refused = no server runs at that address
why-unreachable = the network is down, or the address is wrong
why-timeout = the server is busy, or the network slow
why-certificate = the server's certificate is not trusted
resolve-none = Nothing found for { $given }
resolve-many = { $given } fits more than one; give more characters
not-confirmed = Not confirmed; nothing was done
interrupted = Interrupted; what was sent already the server still finishes
interrupted-question = Interrupted

## A wrong command line

usage-missing = Missing: { $flag }
usage-unknown = Unknown option: { $flag }
usage-command = Unknown command: { $command }
usage-value = { $flag } cannot be "{ $value }"
usage-no-value = { $flag } needs a value
usage-no-command = Name a command
usage-conflict = { $flag } does not go with the other options
usage-other = The command line is wrong
usage-choices = choose from: { $choices }
usage-no-terminal = There is no terminal to ask at; use { $flag }
usage-material = write NAME=STATE, the state is received, missing, promised or n/a
usage-counter = Which counter is not known; use --counter
usage-transfer = Send it where? Use --to COUNTER or --to-any

## Questions

ask-login-name = Login name
ask-password = Password
ask-new-password = New password
ask-new-password-again = New password again
ask-name = Name as in the passport
ask-language = Language to speak (ja, en, zh …)
ask-mrz = Scan or type the first line of the passport's zone
ask-passport = Passport number, or scan its zone
ask-scan = Scan now
ask-second-line = Second line
ask-caller-name = Name of the caller (may be empty)
ask-caller-phone = Telephone number of the caller (may be empty)
ask-confirm = Sure? y/N
ask-number = Type the number of entries to go on
confirm-cancel = Appointment { $number } will be cancelled and its place freed.
confirm-close-referral = Referral { $number } will be closed and the source told.
confirm-void = Ticket { $ticket } will be void and its appointment a no-show.
confirm-case-refuse = Case { $number } will be refused.
confirm-case-withdraw = Case { $number } will end as withdrawn.
confirm-case-terminate = Case { $number } will be terminated.
confirm-case-close = Case { $number } will be closed.
confirm-expedite-withdraw = The expedite of { $number } will be taken back.
confirm-document-end = The document { $document } will be ended.
confirm-resident-approve = The two records of { $merge } will be merged, which cannot be undone.
confirm-rating-close = The rectification of { $rating } will be closed.
confirm-evidence-delete = The file { $evidence } will be deleted for good.
confirm-mandate-revoke = The mandate { $mandate } will be revoked for good.
confirm-evidence-overwrite = { $path } is there already and will be replaced.
confirm-card-close = Card { $card } of { $number } will be closed.
confirm-card-withdraw = Card { $card } of { $number } will be taken back.
confirm-context-delete = Context { $name } will be deleted.
confirm-disable = { $account } will be disabled and his sessions end at once.
confirm-reset-secret = The secret of { $account } will be replaced and his sessions end at once.
confirm-close = Closing touches { $slots } slots, takes { $places } places, and leaves { $orphaned } appointments to be moved.

## What was done

warn-plain-http = Careful: { $endpoint } is not encrypted; the password crosses the network in the clear.
signed-in = { $name } is signed in at { $endpoint }. Go on: `frsc slots list`, `frsc queue next`. Undo: `frsc auth logout`
signed-in-elsewhere = { $name } is signed in at { $endpoint }. What he may do: `frsc auth status --json`. Undo: `frsc auth logout`
signed-in-at = Signed in at { $endpoint }
signed-out = Signed out.
signed-out-already = Nobody was signed in.
password-changed = The password is changed; your other sessions have ended.
context-used = Context { $name } is in use.
context-set = Context { $name } is kept. Choose it: `frsc context use { $name }`
context-deleted = Context { $name } is deleted.
dry-run = Checked only: all is well, nothing was written.
list-empty = Nothing fits.
events-more = There are more. Go on with --token { $token }
list-more = { $count } shown, there are more. Go on with --page-token { $token }, or --all
calendar-year = { $year } has { $count } working days.
calendar-loaded = The calendar of { $year } is loaded; { $count } dates moved.
calendar-would-load = Checked only: loading { $year } would move { $count } dates; nothing was written.
closed = Closed. To be moved: `frsc appt list --state orphaned --from today --to +90`. Undo: `frsc hall open { $closure }`
opened = Open again; appointments that lost their place are still to be moved: `frsc appt list --state orphaned --from today --to +90`
held = Held. Book it with --slot { $slot } --hold { $hold }; undo: `frsc slots release { $hold }`
hold-released = Given back.
booked = Booked { $number }. When he comes: `frsc appt check-in { $number }`; undo: `frsc appt cancel { $number }`
rescheduled = { $number } is moved. Undo: `frsc appt reschedule { $number } --slot { $slot }`
cancelled = { $number } is cancelled and its place free.
checked-in = Checked in with ticket { $ticket }; { $ahead } before it. Undo: `frsc queue void { $ticket }`
no-show-marked = { $number } is recorded as a no-show.
no-show-blocked = Online booking is blocked until { $date }.
revealed = This reading is in the audit trail.
issued = Ticket { $ticket } is issued; { $ahead } before it. Undo: `frsc queue void { $ticket }`
called = { $ticket } to { $counter }. When he is here: `frsc queue serve`; again: `frsc queue recall`; undo: `frsc queue return`
recalled = { $ticket } is called once more. If he does not come: `frsc queue return --place end`
serving = Serving { $ticket }. When done: `frsc queue complete --result done`; set aside: `frsc queue park`
completed = { $ticket } is done. Next: `frsc queue next`
transferred = { $ticket } is sent on to { $to }.
transferred-any = { $ticket } is sent on to any counter that can serve it.
parked = { $ticket } is set aside. Back: `frsc queue return { $ticket }`
returned = { $ticket } waits again.
voided = { $ticket } is void.
referral-created = { $number } is recorded. Take it over: `frsc referral sign { $number }`
referral-signed = { $number } is taken over. Hand it on: `frsc referral assign { $number } --department PSB`
referral-assigned = { $number } is handed to { $to }. Contact the caller: `frsc referral contact { $number } --outcome reached`; undo: `frsc referral return { $number } --reason mistaken`
referral-contacted = The contact of { $number } is recorded. Next: `frsc referral respond { $number } --response underway`
referral-responded = { $number } is responded to. When done: `frsc referral close { $number } --result settled --satisfied yes`
referral-closed = { $number } is closed and the source told. Undo: `frsc referral reopen { $number } --reason unsatisfied`
referral-returned = { $number } is returned. Hand it on again: `frsc referral assign { $number } --department PSB`
referral-centre-appoints = { $number } was returned so often that the centre appoints: `frsc referral assign { $number } --department PSB`
referral-reopened = { $number } is open again at { $to }; its respond and close clocks run anew.
queue-state = Waiting { $waiting }, set aside { $parked }, mean wait { $mean }. Next numbers: { $next }
case-created = Received { $number }. Accept: `frsc case accept { $number }`; undo: `frsc case withdraw { $number } --reason mistake`
case-created-accepted = Accepted { $number }, due { $due }. Its tasks: `frsc task list --case { $number }`; undo: `frsc case withdraw { $number } --reason mistake`
case-created-missing = Received { $number }; missing: { $missing }. Tell the applicant: `frsc case notify { $number }`; undo: `frsc case withdraw { $number } --reason mistake`
advice-expedite = Careful: due { $due }, after the document's last day { $expiry }. Expedite: `frsc expedite request { $number } --ground urgent-business`; first look: `frsc expedite preview { $number }`
advice-late-filing = Filed { $days } d after the last day in time, { $on_time }. It is recorded and hinders nothing.
advice-too-late = Careful: even an expedite ends after the document's last day { $expiry }; the receipt covers the stay.
case-notify = The applicant is told what is missing: { $missing }. When it comes: `frsc case supplement { $number } --material 护照=received`
case-supplement = Recorded, nothing is missing. Accept: `frsc case accept { $number }`
case-supplement-missing = Recorded; still missing: { $missing }. See: `frsc case show { $number }`
case-supplement-promised = Recorded. See: `frsc case show { $number }`
case-accept = { $number } is accepted, due { $due }. Its tasks: `frsc task list --case { $number }`; how it was counted: `frsc case explain { $number }`
case-refuse = { $number } is refused. Archive: `frsc case archive { $number }`
case-suspend = { $number } is suspended, its clocks stand still. Undo: `frsc case resume { $number }`
case-resume = The clocks of { $number } run again, due { $due }. How it was counted: `frsc case explain { $number }`
case-deliver = { $number } is delivered. Close: `frsc case close { $number }`
case-close = { $number } is closed. Archive: `frsc case archive { $number }`; undo: `frsc case reopen { $number } --reason mistake`
case-withdraw = { $number } is withdrawn. Archive: `frsc case archive { $number }`
case-terminate = { $number } is terminated. Archive: `frsc case archive { $number }`
case-reopen = { $number } is open again. Deliver: `frsc case deliver { $number }`
case-archive = { $number } is archived.
case-extension-request = The extension of { $number } is asked for. A duty lead decides: `frsc case extension approve { $number } --reason verified`
case-extension-approve = The extension of { $number } is approved, due { $due }. How it was counted: `frsc case explain { $number } --clock statutory`
case-extension-reject = The extension of { $number } is rejected.
task-accept = { $task } is taken. When it is decided: `frsc task complete { $task } --outcome granted --document-number 2023-17`
task-complete = { $task } is decided. Its case: `frsc case show { $case }`
task-return = { $task } is sent back. Give it to a department: `frsc task reassign { $task } --to PSB --reason duties`
task-return-centre = { $task } is sent back too often: a duty lead appoints the department: `frsc task reassign { $task } --to PSB --reason duties`
task-reassign = { $task } is { $department }'s now.
task-suspend = { $task } is suspended, its clocks stand still. Undo: `frsc task resume { $task }`
task-resume = The clocks of { $task } run again. See: `frsc task show { $task }`
task-note = Noted. The history: `frsc case timeline { $case }`
batch-all-done = All { $all } are decided.
batch-done = done
batch-partly = { $count } of { $all } are decided
batch-refused = line { $line } { $task }: { $why }
batch-line = Line { $line }: { $what }
batch-header = The first line must name the columns task_id and outcome
batch-faults = The file has faults; nothing was sent
batch-row = line { $line } cannot be read
batch-outcome = line { $line } outcome: "{ $value }" is neither granted nor not-granted
batch-date = line { $line } decided_date: "{ $value }" is no date such as 2023-06-28
expedite-request = The expedite of { $number } is asked for. A duty lead decides: `frsc expedite approve { $number } --reason urgent`; undo: `frsc expedite withdraw { $number } --reason mistake`
expedite-approve = The expedite of { $number } is approved and its departments are told. See: `frsc case show { $number }`; undo: `frsc expedite withdraw { $number } --reason mistake`
expedite-reject = The expedite of { $number } is rejected; its due dates stay.
expedite-withdraw = The expedite of { $number } is taken back. Its due date: `frsc case explain { $number }`
warning-longer = Careful: { $days } days off lie between, so it is longer than 24 hours.
warning-holiday = Careful: a holiday lies between: { $names }
warning-workdays = Worked weekends count: { $days }
warning-provisional = Careful: the due date is not known, the calendar of { $year } is not published.
warning-needed-by = Careful: the case is due after { $date }, the last day on which it is of use.
warning-expiry = Careful: the case is due after { $date }, the document's last day.
warning-overdue = Careful: it would make { $tasks } tasks of others overdue.
notice-retry = { $notice } is tried again. See: `frsc notice show { $notice }`
webhook-secret = The secret signs every notice and is shown this once. Try it: `frsc webhook ping --help`
webhook-ping = The notice { $notice } is on its way; a lead or clerk sees it: `frsc notice show { $notice }`
webhook-disabled = Nothing more is sent to it.
document-created = Recorded: { $document }. See: `frsc document show { $document }`; a slip: `frsc document update { $document }`
document-replaced = { $document } is in the place of { $old }.
document-updated = { $document } is corrected.
document-ended = { $document } is ended.
document-lost = Recorded as lost. Once there is a new one: `frsc document replace { $document }`
document-limited = Careful: the passport { $document } ends before it, on { $expiry }.
document-unchecked = Careful: an older number, whose check rule is not public; compare it with the card.
disclosure-recorded = It stands in the ledger. See: `frsc document disclosures`
custody-recorded = Recorded. The log: `frsc custody list { $document }`
stay-unknown = No document on record gives a stay, or none with a last day.
stay-over = The stay is over; the fine is a hint, never a decision.
ask-document-number = Number of the document
expiry-event = Recorded: { $event }; it opened { $count }. See: `frsc expiry duties`
expiry-close = { $obligation } is closed. See: `frsc expiry duties`
expiry-renew = Booked { $number }, and the cases wait for the visit. When he comes: `frsc appt check-in { $number }`
expiry-renew-staff = { $count } permits, { $refused } refused.
expiry-renew-part = { $refused } were refused; the reasons stand beside them
resident-create = Registered { $resident }. See: `frsc resident show { $resident }`
resident-update = Changed { $resident }. See: `frsc resident show { $resident }`
resident-former = What was said before stays on record as former, with its last day. A slip of the pen is mended with --correct.
resident-duplicate = May be on record: { $resident } { $name }. Compare: `frsc resident show { $resident }`
resident-merged = Merged into { $resident }: `frsc resident show { $resident }`
resident-late = The registration is { $minutes } min late. It is recorded and hinders nothing.
resident-merge = The merge { $merge } waits for somebody else: `frsc resident approve { $merge } --text compared`
resident-approve = Merged into { $resident }. See: `frsc resident show { $resident }`
reminder-done = Done. What is left: `frsc reminder list --open`
rating-give = Recorded: { $rating }. See: `frsc rating show { $rating }`
rating-give-bad = Recorded: { $rating }, a bad one. Contact the rater: `frsc rating contact { $rating } --text called`
rating-contact = The contact is recorded. When it is mended: `frsc rating rectify { $rating } --text mended`
rating-complex = { $rating } has the longer limit. See: `frsc rating show { $rating }`
rating-rectify = Recorded. Call the rater back: `frsc rating call-back { $rating } --outcome satisfied --text thanks`
rating-call-back = The call-back is recorded. Close: `frsc rating close { $rating }`
rating-call-back-again = The call-back is recorded; mend it once more: `frsc rating rectify { $rating } --text mended`
rating-close = The rectification of { $rating } is closed.
card-rectify = The rectification is written down. A duty lead closes: `frsc card close { $card } --reason rectified`
card-close = Card { $card } is closed. The case: `frsc case show { $number }`
card-withdraw = Card { $card } is taken back; it counts no points.
evidence-upload = Kept: { $evidence }. See: `frsc evidence show { $evidence }`
evidence-download = Written to { $path }. This reading is in the audit trail.
evidence-delete = The file is gone.
mandate-create = Recorded: { $mandate }. Verify it: `frsc mandate verify --help`
mandate-verify = { $mandate } is verified. Somebody else approves: `frsc mandate approve { $mandate }`
mandate-approve = { $mandate } is approved.
mandate-reject = { $mandate } is rejected.
mandate-revoke = { $mandate } is revoked. See: `frsc mandate show { $mandate }`
error-evidence-type = { $path }: neither JPEG nor PNG nor PDF, whatever its name says
error-evidence-download = What came is not the file that was uploaded
sweep-done = { $raised } raised; the law accepted { $accepted } cases. See: `frsc card list`
sweep-bound = { $raised } raised, and more is due; the law accepted { $accepted } cases. Go on: `frsc card sweep`
scan-fault = ✗ { $field }: { $problem }
scan-warning = ! { $field }: { $problem }
scan-person-unknown = Nothing is known of this passport. Register the person by the same scan: `{ $command }`; then the passport: `frsc document create --help`
scan-person-no-stay = { $resident }: no document on record gives a stay. Record the permit: `frsc permit create --help`
scan-person-stay = { $resident } may stay until { $until } ({ $days } d left).
scan-person-overstay = The stay of { $resident } ended on { $until }. See: `frsc document stay { $resident }`
scan-step-normal = Renew { $document } by { $items }: `{ $command }`
scan-step-expedite-advised = Renew { $document } by { $items }: `{ $command }`. The law's limit ends after { $expiry }: an expedite is advised, `frsc expedite request --help`
scan-step-expedite-only = Only an expedited procedure still ends by { $expiry }. Renew { $document } by { $items }: `{ $command }`; then `frsc expedite request --help`
scan-step-too-late = No procedure ends by { $expiry } any more. The dates: `frsc permit plan { $document }`; it is filed all the same, by { $items }: `{ $command }`
scan-step-plan = Next { $document } runs out, on { $expiry }; the centre renews none such. See: `{ $command }`
scan-step-under-way = The case that renews { $document } is under way: `{ $command }`
scan-next-passport = A passport. His appointments: `frsc appt list --passport`; to book: `frsc slots list`
scan-next-ticket = A ticket: `frsc queue show { $value }`
scan-next-appointment = An appointment. Check in: `frsc appt check-in { $value }`
scan-next-enterprise = An enterprise: `frsc enterprise show { $value }`
scan-enterprise-unknown = No enterprise on record has this code. Put it on record: `frsc enterprise create { $enterprise } --help`
scan-enterprise-flagged = A fact has changed under a trip to come: `frsc flag show { $trip }`
scan-enterprise-no-entry = No entry is applied for or in force. Apply: `frsc whitelist apply { $enterprise } --help`
scan-enterprise-applied = It waits for a recommendation: `frsc whitelist recommend { $entry } --help`
scan-enterprise-recommended = It waits for the decision: `frsc whitelist approve { $entry } --help`
scan-enterprise-suspended = It is suspended; why: `frsc whitelist history { $entry }`
scan-enterprise-renew = It can be renewed: `frsc whitelist renew { $entry } --help`
scan-enterprise-later = In force, to be renewed from { $date } on. File a trip: `frsc trip file { $enterprise } --help`
scan-enterprise-in-force = In force. File a trip: `frsc trip file { $enterprise } --help`
scan-next-none = It is correct.
account-created = Account { $account } is made. Undo: `frsc account disable { $account }`
account-changed = The roles are replaced, from the next call on.
account-disabled = { $account } is disabled. Undo: `frsc account enable { $account }`
account-enabled = { $account } is enabled.
account-secret-reset = The secret of { $account } is replaced; let him sign in and run `frsc auth password`
secret-not-repeated = The account was made before and its secret is not shown again; a new one: `frsc account reset-secret { $account }`
secret-once = The one-time secret, shown only now:

## Next steps

next-help = `{ $command } --help`
next-context-list = `frsc context list`
next-unreachable = check the address: `frsc context list`, or have the server started; repeating is safe
next-certificate = name its authority: `frsc context set default --ca-file ca.pem`
next-timeout = repeat, or add --timeout 30s; repeating is safe
next-repeat-write = repeat the same command with --request-id { $request_id }; it is not done twice
next-nearest = repeat with the nearest: --slot { $slot }; all slots: `frsc slots list`
next-loose = chmod { $mode } { $path }
next-resolve = what is not of today needs its whole id; look: `{ $look }`
next-look = look: `{ $look }`
next-item = see the items: `frsc service list`
next-batch-header = see the columns: `frsc task complete-batch --help`
next-batch-faults = mend the lines and repeat
next-batch-partly = mend the refused lines and repeat with them alone; open tasks: `frsc task list`
next-counter = keep it: `frsc context set default --counter A01`
next-call = call one: `frsc queue next`
next-scan-again = check it and scan again: `frsc scan`
next-INVALID_FIELD = mend what is listed and repeat
next-UNAUTHENTICATED = `frsc auth login`
next-wrong-password = check both and sign in again; five wrong passwords lock an account for 15 minutes
next-PERMISSION_DENIED = see your roles: `frsc auth status`; ask an administrator
next-NOT_FOUND = check the id: `{ $look }`
next-ALREADY_EXISTS = the one there is: { $existing_id }
next-ETAG_MISMATCH = somebody just changed it: look again and repeat
next-REQUEST_ID_REUSED = repeat without --request-id
next-CONFLICT_RETRY = repeating is safe
next-STATE_TRANSITION_FORBIDDEN = see the state: `{ $look }`
next-from-CALLED = begin to serve first: `frsc queue serve`
next-SELF_APPROVAL = ask somebody else to approve
next-CALENDAR_NOT_PUBLISHED = let an administrator load it: `frsc calendar load { $year } calendar.csv --dry-run`
next-RATE_LIMITED = repeat in { $seconds } s
next-OVERLOADED = repeat in { $seconds } s; it is safe
next-MESSAGE_TOO_LARGE = do it in parts
next-DEADLINE_EXCEEDED = repeat, or add --timeout 30s
next-UNAVAILABLE = repeat in { $seconds } s; it is safe
next-INTERNAL = tell an administrator the incident number
next-METHOD_UNKNOWN = the server is older: ask an administrator to update it
next-DRAINING = repeat
next-EVENT_TOKEN_TOO_OLD = read the lists anew, then go on from their feed_token; from now on: `frsc events listen`
next-READER_TOO_SLOW = open it again with the last token
next-SLOT_FULL = find another slot: `frsc slots list`
next-SLOT_NOT_OFFERED = find another slot: `frsc slots list`
next-SLOT_PAST = find another slot: `frsc slots list`
next-BOOKED_TOO_LATE = look later: `frsc slots list --from +1`
next-BEYOND_BOOKING_WINDOW = look earlier: `frsc slots list`
next-DUPLICATE_BOOKING = see the appointment there is: `frsc appt list --passport`
next-NO_SHOW_BLOCK = he may come as a walk-in: `frsc queue issue --item RP-W-EXT`
next-CHANNEL_FULL = another slot or channel: `frsc slots list --channel walk-in`
next-NO_COUNTER_SERVES = book the items apart: `frsc slots list`
next-ITEM_NOT_IN_FORCE = see the items in force: `frsc service list`
next-DEPARTMENT_NOT_RESPONSIBLE = see whose item it is: `frsc service list`
next-HOLD_EXPIRED = look for a slot again: `frsc slots list`
next-HOLD_USED = see the appointments: `frsc appt list`
next-TOO_MANY_HOLDS = confirm or release the ones you have, or wait until they end
next-WALK_IN_TODAY_ONLY = book it ahead: `frsc slots list --channel booked`
next-CANCELLED_TOO_LATE = if he does not come, record it: `frsc appt no-show --help`
next-CHECK_IN_WRONG_DAY = move it to today: `frsc slots list --from today --to today`
next-NO_SHOW_TOO_EARLY = record it once the slot has begun
next-QUEUE_EMPTY = watch the hall: `frsc queue watch`
next-COUNTER_BUSY = end the one you have first: `frsc queue complete --result done`, or `frsc queue return`
next-COUNTER_LACKS_SKILL = see what counters serve: `frsc hall counters`
next-ROLE_CONFLICT = give ADMIN and AUDITOR to two people
next-GRANT_EXCEEDS_OWN = ask somebody who may hand it on
next-SELF_GRANT = ask another administrator
next-LAST_ADMIN = make another administrator first
next-PLACES_BELOW_SOLD = close those days first: `frsc hall closures`
next-PROXY_NOT_ALLOWED = name a ground that holds: `frsc case create --help`; the rule: `frsc service show RP-W-EXT`
next-MANDATE_MISSING = record it, `frsc mandate create --help`, and add --mandate
next-MATERIAL_MISSING = tell the applicant once: `frsc case notify --help`; when it comes: `frsc case supplement --help`
next-PREREQUISITE_OPEN = see that case: `frsc case show { $case_id }`
next-NOTICE_GIVEN = record what comes: `frsc case supplement --help`
next-EXTENSION_NOT_ALLOWED = see the item: `frsc service show RP-W-EXT`
next-EXTENSION_USED = see the case: `frsc case show --help`
next-NO_REQUEST = ask first: `frsc case extension request --help`
next-TASK_DEPENDENCY_OPEN = see the open tasks: `frsc task list`
next-JOINT_REFUSED = record it with --outcome not-granted
next-RETURN_FORBIDDEN = record the decision: `frsc task complete --help`
next-APPOINTMENT_BY_LEAD = ask a duty lead: `frsc task reassign --help`
next-NOTHING_MISSING = accept it: `frsc case accept --help`
next-NOT_EXPEDITABLE = see the item: `frsc service show { $service_item_id }`
next-BELOW_EXPEDITE_MINIMUM = repeat with --days { $minimum_working_days }
next-EXPEDITE_OPEN = see it: `frsc expedite show { $expedite_id }`
next-EXPEDITE_QUOTA_USED = decide it tomorrow; today's: `frsc expedite list --state approved --from today`
next-NEEDED_BY_PASSED = ask again with a later --needed-by
next-EXPEDITE_NOT_SOONER = see the due dates: `frsc task list`
next-POSSIBLE_DUPLICATE = look at them, and name whom he is not
next-DEPENDANT_CIRCLE = name another principal
next-RESIDENT_MERGED = go on with the one it was merged into
next-MERGE_OPEN = let somebody else review it
next-NOT_CONSENT = record another ground
next-REVEAL_QUOTA_USED = come back tomorrow, or let an administrator change the quota
next-NOT_A_PASSPORT = see the documents: `frsc document list`
next-CUSTODY_UNCHANGED = see who has it: `frsc custody list --help`
next-RECEIPT_OF_CASE = see the cases: `frsc case list`
next-NOT_RENEWABLE = see what runs out: `frsc expiry list`
next-RENEWAL_UNDER_WAY = see the cases: `frsc case list`
next-NO_PLACE_IN_TIME = see the places: `frsc slots list`
next-NOT_RATING_PLATFORM = let the centre record it: `frsc rating give --help`
next-COMPLEX_ALREADY = see the ratings: `frsc rating list`
next-CALL_BACK_MISSING = record it: `frsc rating call-back --help`
next-CALL_BACK_OWED = call back, then --outcome satisfied or not-satisfied
next-RECTIFICATION_MISSING = answer it first: `frsc card rectify --help`
next-RECTIFICATION_NOT_ASKED = see the card: `frsc card list`
next-EVIDENCE_TOO_LARGE = make a smaller copy, then `frsc evidence upload --help`
next-EVIDENCE_TYPE_REFUSED = scan it as JPEG, PNG or PDF, then `frsc evidence upload --help`
next-EVIDENCE_MISMATCH = upload it again: `frsc evidence upload --help`
next-EVIDENCE_IN_USE = see it: `frsc evidence list`
next-MANDATE_NOT_VALID = see what it lacks: `frsc mandate list`
next-MANDATE_INCOMPLETE = add what is missing: `frsc mandate verify --help`
next-VALIDITY_OVERLAP = end the other row first
next-APPOINTED_BY_CENTRE = deal with it; see the referrals: `frsc referral list`
next-REFERRAL_OF_ANOTHER_DEPARTMENT = see your department's: `frsc referral list`
next-SOURCE_OF_ANOTHER_DEPARTMENT = check the source's code, or ask its department

## Reasons of refusals

reason-INVALID_FIELD = A field is wrong
reason-UNAUTHENTICATED = Not signed in, or login name or password are wrong
reason-PERMISSION_DENIED = Your roles do not allow this
reason-NOT_FOUND = Not there, or not yours to see
reason-ALREADY_EXISTS = It exists already
reason-ETAG_MISMATCH = Somebody changed it meanwhile
reason-REQUEST_ID_REUSED = This request id was used for another request
reason-CONFLICT_RETRY = Something else happened at the same time
reason-STATE_TRANSITION_FORBIDDEN = The state forbids this step
reason-SELF_APPROVAL = Nobody approves his own request
reason-CALENDAR_NOT_PUBLISHED = The calendar of that year is not published
reason-RATE_LIMITED = Too many calls
reason-OVERLOADED = The server is busy
reason-MESSAGE_TOO_LARGE = The message is too large
reason-DEADLINE_EXCEEDED = The deadline passed
reason-UNAVAILABLE = The server is not available now
reason-INTERNAL = The server had an error
reason-METHOD_UNKNOWN = The server does not know this method
reason-DRAINING = The server is restarting
reason-EVENT_TOKEN_TOO_OLD = The events after the token are not kept any more
reason-READER_TOO_SLOW = The events were read too slowly
reason-SLOT_FULL = Full
reason-SLOT_NOT_OFFERED = Not offered
reason-SLOT_PAST = Past
reason-BOOKED_TOO_LATE = Too late to book
reason-BEYOND_BOOKING_WINDOW = Not open yet
reason-DUPLICATE_BOOKING = Already booked that day
reason-NO_SHOW_BLOCK = Blocked after no-shows
reason-CHANNEL_FULL = Channel is full
reason-NO_COUNTER_SERVES = No counter serves all
reason-ITEM_NOT_IN_FORCE = Item not in force
reason-DEPARTMENT_NOT_RESPONSIBLE = Not this department's item
reason-HOLD_EXPIRED = The hold has run out
reason-HOLD_USED = The hold is used
reason-TOO_MANY_HOLDS = Too many holds
reason-WALK_IN_TODAY_ONLY = Walk-ins are for today only
reason-CANCELLED_TOO_LATE = Too late to cancel or move
reason-CHECK_IN_WRONG_DAY = Check-in is on the day only
reason-NO_SHOW_TOO_EARLY = The slot has not begun
reason-QUEUE_EMPTY = Nobody waits
reason-COUNTER_BUSY = The counter has an unfinished ticket
reason-COUNTER_LACKS_SKILL = The counter does not serve the item
reason-ROLE_CONFLICT = The roles exclude each other
reason-GRANT_EXCEEDS_OWN = You may not hand on this role
reason-SELF_GRANT = Nobody grants a role to himself
reason-LAST_ADMIN = One administrator must remain
reason-PLACES_BELOW_SOLD = Fewer places than are sold
reason-PROXY_NOT_ALLOWED = No agent on these grounds
reason-MANDATE_MISSING = The agent names no mandate, or one that is not on record
reason-MATERIAL_MISSING = Material is missing
reason-PREREQUISITE_OPEN = Another case must be granted first
reason-NOTICE_GIVEN = The notice was given already
reason-EXTENSION_NOT_ALLOWED = The law allows no extension
reason-EXTENSION_USED = The one extension is asked for or used
reason-NO_REQUEST = Nobody asked for it
reason-TASK_DEPENDENCY_OPEN = Another item must be decided first
reason-JOINT_REFUSED = The joint case is refused already
reason-RETURN_FORBIDDEN = The department was appointed
reason-APPOINTMENT_BY_LEAD = Only a duty lead appoints now
reason-NOTHING_MISSING = Nothing is missing
reason-NOT_EXPEDITABLE = The item may not be expedited
reason-BELOW_EXPEDITE_MINIMUM = Shorter than the item allows
reason-EXPEDITE_OPEN = The case has an expedite already
reason-EXPEDITE_QUOTA_USED = Today's quota of expedites is used
reason-NEEDED_BY_PASSED = The day it was needed by has passed
reason-EXPEDITE_NOT_SOONER = No due date would come sooner
reason-POSSIBLE_DUPLICATE = May be on record already
reason-DEPENDANT_CIRCLE = The principal depends on the dependant
reason-RESIDENT_MERGED = The resident was merged into another
reason-MERGE_OPEN = A merge waits for its review
reason-NOT_CONSENT = Only consent can be withdrawn
reason-REVEAL_QUOTA_USED = The whole numbers of today are used
reason-NOT_A_PASSPORT = Only the custody of passports is recorded
reason-CUSTODY_UNCHANGED = The passport is in these hands already
reason-RECEIPT_OF_CASE = The receipt of a case follows its case
reason-NOT_RENEWABLE = The centre renews no such document
reason-RENEWAL_UNDER_WAY = A case renews the document already
reason-NO_PLACE_IN_TIME = No place open for booking is early enough
reason-NOT_RATING_PLATFORM = Only the department that collects ratings records them
reason-COMPLEX_ALREADY = It has the longer limit already
reason-CALL_BACK_MISSING = Only a recorded call-back closes it
reason-CALL_BACK_OWED = A rater who left a name is called back
reason-RECTIFICATION_MISSING = The red card has no written rectification
reason-RECTIFICATION_NOT_ASKED = Only a red card is answered in writing
reason-EVIDENCE_TOO_LARGE = The file is larger than the server takes
reason-EVIDENCE_TYPE_REFUSED = The file is not what it says, or of a kind that is not taken
reason-EVIDENCE_MISMATCH = The bytes that came are not those announced
reason-EVIDENCE_IN_USE = Something rests on the file
reason-MANDATE_NOT_VALID = The mandate does not let the agent act
reason-MANDATE_INCOMPLETE = The mandate lacks something
reason-VALIDITY_OVERLAP = Overlaps with another row
reason-APPOINTED_BY_CENTRE = The centre appointed; it cannot be returned
reason-REFERRAL_OF_ANOTHER_DEPARTMENT = Not assigned to your department
reason-SOURCE_OF_ANOTHER_DEPARTMENT = Another department's source

## Dates and lengths

relative-today = (today)
relative-tomorrow = (tomorrow)
relative-yesterday = (yesterday)
relative-ahead = (in { $days } d)
relative-ago = ({ $days } d ago)
late = { $date } LATE
length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-left = { $length } left
length-late = late { $length }
bool-true = yes
bool-false = no
limit-LIMIT_UNIT_UNSPECIFIED = { $amount }
limit-LIMIT_UNIT_WORKING_DAYS = { $amount } working days
limit-LIMIT_UNIT_CALENDAR_DAYS = { $amount } days
limit-LIMIT_UNIT_HOURS = { $amount } h
limit-LIMIT_UNIT_MINUTES = { $amount } min
limit-LIMIT_UNIT_MONTHS = { $amount } months
limit-LIMIT_UNIT_INSTANT = at once

## Enums

enum-CHANNEL_BOOKED = booked
enum-CHANNEL_WALK_IN = walk-in
enum-CHANNEL_THIRD_PARTY = third party
enum-ROLE_CLERK = clerk
enum-ROLE_DUTY_LEAD = duty lead
enum-ROLE_DEPARTMENT_OFFICER = officer
enum-ROLE_PARTNER_SYSTEM = partner
enum-ROLE_AUDITOR = auditor
enum-ROLE_ADMIN = admin
enum-APPOINTMENT_STATE_BOOKED = booked
enum-APPOINTMENT_STATE_CHECKED_IN = checked in
enum-APPOINTMENT_STATE_SERVED = served
enum-APPOINTMENT_STATE_CANCELLED = cancelled
enum-APPOINTMENT_STATE_NO_SHOW = no-show
enum-APPOINTMENT_STATE_ORPHANED = orphaned
enum-TICKET_STATE_WAITING = waiting
enum-TICKET_STATE_CALLED = called
enum-TICKET_STATE_SERVING = serving
enum-TICKET_STATE_PARKED = parked
enum-TICKET_STATE_COMPLETED = completed
enum-TICKET_STATE_VOID = void
enum-TICKET_RESULT_DONE = done
enum-TICKET_RESULT_RECEIVED = received
enum-TICKET_RESULT_MATERIAL_MISSING = material missing
enum-TICKET_RESULT_ADVISED = advised
enum-TICKET_RESULT_REFERRED = referred
enum-REFERRAL_STATE_RECEIVED = received
enum-REFERRAL_STATE_SIGNED = signed
enum-REFERRAL_STATE_ASSIGNED = assigned
enum-REFERRAL_STATE_CONTACTED = contacted
enum-REFERRAL_STATE_RESPONDED = responded
enum-REFERRAL_STATE_RETURNED = returned
enum-REFERRAL_STATE_CENTRE_APPOINTS = centre appoints
enum-REFERRAL_STATE_CLOSED = closed
enum-REFERRAL_URGENCY_ORDINARY = ordinary
enum-REFERRAL_URGENCY_URGENT = urgent
enum-REFERRAL_URGENCY_EMERGENCY = emergency
enum-CONTACT_OUTCOME_REACHED = reached
enum-CONTACT_OUTCOME_NO_ANSWER = no answer
enum-CONTACT_OUTCOME_WRONG_NUMBER = wrong number
enum-CONTACT_OUTCOME_NO_NUMBER = no number
enum-REFERRAL_STEP_KIND_CREATED = created
enum-REFERRAL_STEP_KIND_SIGNED = signed
enum-REFERRAL_STEP_KIND_ASSIGNED = assigned
enum-REFERRAL_STEP_KIND_CONTACTED = contacted
enum-REFERRAL_STEP_KIND_RESPONDED = responded
enum-REFERRAL_STEP_KIND_CLOSED = closed
enum-REFERRAL_STEP_KIND_RETURNED = returned
enum-REFERRAL_STEP_KIND_REOPENED = reopened
enum-REFERRAL_CLOCK_KIND_SIGN = sign
enum-REFERRAL_CLOCK_KIND_CONTACT = contact
enum-REFERRAL_CLOCK_KIND_RESPOND = respond
enum-REFERRAL_CLOCK_KIND_CLOSE = close
enum-REFERRAL_CLOCK_KIND_ORDINARY = ordinary
enum-PRESENCE_STANDING = standing
enum-PRESENCE_BY_APPOINTMENT = by appointment
enum-PRESENCE_THIRD_PARTY = third party
enum-LIMIT_UNIT_WORKING_DAYS = working days
enum-LIMIT_UNIT_CALENDAR_DAYS = calendar days
enum-LIMIT_UNIT_HOURS = hours
enum-LIMIT_UNIT_MINUTES = minutes
enum-LIMIT_UNIT_MONTHS = months
enum-LIMIT_UNIT_INSTANT = at once
enum-CALENDAR_DAY_KIND_HOLIDAY = holiday
enum-CALENDAR_DAY_KIND_WORKDAY = workday
enum-SCAN_KIND_PASSPORT_MRZ = passport
enum-SCAN_KIND_TICKET = ticket
enum-SCAN_KIND_APPOINTMENT = appointment
enum-SCAN_KIND_CREDIT_CODE = credit code
enum-SCAN_KIND_PERMANENT_RESIDENCE_NUMBER = permanent residence number
enum-ACCOUNT_KIND_PERSON = person
enum-ACCOUNT_KIND_PARTNER_SYSTEM = partner system
enum-ACCOUNT_STATE_ACTIVE = active
enum-ACCOUNT_STATE_DISABLED = disabled
enum-CASE_STATE_RECEIVED = received
enum-CASE_STATE_MATERIAL_NOTIFIED = material notified
enum-CASE_STATE_ACCEPTED = accepted
enum-CASE_STATE_SUSPENDED = suspended
enum-CASE_STATE_DECIDED = decided
enum-CASE_STATE_DELIVERED = delivered
enum-CASE_STATE_CLOSED = closed
enum-CASE_STATE_REFUSED = refused
enum-CASE_STATE_WITHDRAWN = withdrawn
enum-CASE_STATE_TERMINATED = terminated
enum-CASE_STATE_ARCHIVED = archived
enum-CASE_CHANNEL_BOOKED = booked
enum-CASE_CHANNEL_WALK_IN = walk-in
enum-CASE_CHANNEL_THIRD_PARTY = third party
enum-CASE_CHANNEL_HOTLINE = hotline
enum-CASE_CHANNEL_ONLINE = online
enum-PROXY_GROUND_UNDER_16 = under 16
enum-PROXY_GROUND_AGED_60_OR_OVER = 60 or over
enum-PROXY_GROUND_UNABLE_TO_MOVE = unable to move
enum-PROXY_GROUND_NEEDED_TALENT = needed talent
enum-PROXY_GROUND_GOOD_RECORD = good record
enum-PROXY_GROUND_INVITER_GUARANTEES = inviter guarantees
enum-PROXY_KIND_FREE = allowed
enum-PROXY_KIND_ON_GROUNDS = on grounds
enum-PROXY_KIND_NEVER = never
enum-MATERIAL_STATE_RECEIVED = received
enum-MATERIAL_STATE_MISSING = MISSING
enum-MATERIAL_STATE_PROMISED = promised
enum-MATERIAL_STATE_NOT_APPLICABLE = not needed
enum-CLOCK_KIND_STATUTORY = statutory
enum-CLOCK_KIND_PROMISED = promised
enum-CLOCK_KIND_EXPEDITED = expedited
enum-CLOCK_KIND_RECEIPT = receipt
enum-CLOCK_KIND_NOTICE = notice
enum-CLOCK_KIND_SUPPLEMENT = supplement
enum-CLOCK_STATE_RUNNING = running
enum-CLOCK_STATE_SUSPENDED = suspended
enum-CLOCK_STATE_MET = met
enum-CLOCK_STATE_CANCELLED = cancelled
enum-CASE_ADVICE_EXPEDITE_ADVISED = expedite advised
enum-CASE_ADVICE_LATE_FILING = late filing
enum-CASE_ADVICE_EXPEDITE_TOO_LATE = expedite too late
enum-OUTCOME_GRANTED = granted
enum-OUTCOME_NOT_GRANTED = not granted
enum-CASE_STEP_KIND_RECEIVED = received
enum-CASE_STEP_KIND_MATERIAL_NOTIFIED = material notified
enum-CASE_STEP_KIND_SUPPLEMENTED = supplemented
enum-CASE_STEP_KIND_ACCEPTED = accepted
enum-CASE_STEP_KIND_DEEMED_ACCEPTED = deemed accepted
enum-CASE_STEP_KIND_REFUSED = refused
enum-CASE_STEP_KIND_SUSPENDED = suspended
enum-CASE_STEP_KIND_RESUMED = resumed
enum-CASE_STEP_KIND_EXTENSION_REQUESTED = extension asked for
enum-CASE_STEP_KIND_EXTENDED = extended
enum-CASE_STEP_KIND_EXTENSION_REJECTED = extension rejected
enum-CASE_STEP_KIND_EXPEDITE_REQUESTED = expedite asked for
enum-CASE_STEP_KIND_EXPEDITED = expedited
enum-CASE_STEP_KIND_EXPEDITE_REJECTED = expedite rejected
enum-CASE_STEP_KIND_EXPEDITE_WITHDRAWN = expedite withdrawn
enum-CASE_STEP_KIND_TASK_ACCEPTED = task taken
enum-CASE_STEP_KIND_TASK_RETURNED = task returned
enum-CASE_STEP_KIND_TASK_REASSIGNED = task given
enum-CASE_STEP_KIND_TASK_COMPLETED = task decided
enum-CASE_STEP_KIND_NOTED = note
enum-CASE_STEP_KIND_DECIDED = decided
enum-CASE_STEP_KIND_DELIVERED = delivered
enum-CASE_STEP_KIND_CLOSED = closed
enum-CASE_STEP_KIND_WITHDRAWN = withdrawn
enum-CASE_STEP_KIND_TERMINATED = terminated
enum-CASE_STEP_KIND_REOPENED = reopened
enum-CASE_STEP_KIND_ARCHIVED = archived
enum-CASE_STEP_KIND_DUE_DATE_MOVED = due date moved
enum-CASE_STEP_KIND_FLAGGED = flagged
enum-TASK_STATE_WAITING = waiting
enum-TASK_STATE_OPEN = open
enum-TASK_STATE_ACCEPTED = taken
enum-TASK_STATE_SUSPENDED = suspended
enum-TASK_STATE_RETURNED = returned
enum-TASK_STATE_AT_CENTRE = at the centre
enum-TASK_STATE_COMPLETED = decided
enum-TASK_STATE_CANCELLED = cancelled
enum-EXPEDITE_GROUND_URGENT_BUSINESS = urgent business
enum-EXPEDITE_GROUND_BEREAVEMENT_OR_ILLNESS = bereavement, illness
enum-EXPEDITE_GROUND_MEDICAL = medical
enum-EXPEDITE_GROUND_SCHOOL_START = school start
enum-EXPEDITE_GROUND_VISA_EXPIRY = visa expiry
enum-EXPEDITE_GROUND_OVERSEAS_EMERGENCY = overseas emergency
enum-EXPEDITE_GROUND_TALENT = talent
enum-EXPEDITE_GROUND_PROJECT = project
enum-EXPEDITE_GROUND_OTHER = other
enum-EVIDENCE_KIND_POWER_OF_ATTORNEY = power of attorney
enum-EVIDENCE_KIND_PASSPORT = passport
enum-EVIDENCE_KIND_PHOTO = photo
enum-EVIDENCE_KIND_AGENT_DOCUMENT = agent's document
enum-EVIDENCE_KIND_NOTARIAL_CERTIFICATE = notarial certificate
enum-EVIDENCE_KIND_INVITATION = invitation
enum-EVIDENCE_KIND_OTHER = other
enum-MEDIA_TYPE_JPEG = JPEG
enum-MEDIA_TYPE_PNG = PNG
enum-MEDIA_TYPE_PDF = PDF
enum-NOTARISATION_NONE = none
enum-NOTARISATION_DOMESTIC = domestic
enum-NOTARISATION_FOREIGN_APOSTILLE = apostille
enum-NOTARISATION_FOREIGN_LEGALISED = legalised abroad
enum-NOTARISATION_CLOUD = cloud
enum-MANDATE_STATE_DRAFT = draft
enum-MANDATE_STATE_VERIFIED = verified
enum-MANDATE_STATE_NOT_YET_VALID = not yet valid
enum-MANDATE_STATE_VALID = valid
enum-MANDATE_STATE_EXPIRED = expired
enum-MANDATE_STATE_REJECTED = rejected
enum-MANDATE_STATE_REVOKED = revoked
enum-MANDATE_LACK_EVIDENCE = evidence
enum-MANDATE_LACK_VERIFICATION = verification
enum-MANDATE_LACK_APPROVAL = approval
enum-MANDATE_LACK_NOT_YET_VALID = first day
enum-MANDATE_LACK_EXPIRED = expired
enum-MANDATE_LACK_REJECTED = rejected
enum-MANDATE_LACK_REVOKED = revoked
enum-MANDATE_LACK_SCOPE = scope
enum-MANDATE_LACK_OTHER_PRINCIPAL = other principal
enum-MANDATE_LACK_OTHER_AGENT = other agent
enum-FLAG_KIND_MANDATE_REVOKED = mandate revoked
enum-EXPEDITE_STATE_REQUESTED = requested
enum-EXPEDITE_STATE_APPROVED = approved
enum-EXPEDITE_STATE_REJECTED = rejected
enum-EXPEDITE_STATE_WITHDRAWN = withdrawn
enum-EXPEDITE_STATE_LAPSED = lapsed
enum-CLOCK_KIND_CONTACT = contact
enum-CLOCK_KIND_RECTIFY = rectify
enum-DOCUMENT_KIND_PASSPORT = passport
enum-DOCUMENT_KIND_VISA = visa
enum-DOCUMENT_KIND_RESIDENCE_PERMIT = residence permit
enum-DOCUMENT_KIND_STAY_PERMIT = stay permit
enum-DOCUMENT_KIND_WORK_PERMIT = work permit
enum-DOCUMENT_KIND_PERMANENT_RESIDENCE_CARD = permanent residence card
enum-DOCUMENT_KIND_RECEIPT = receipt
enum-PERMIT_PURPOSE_WORK = work
enum-PERMIT_PURPOSE_STUDY = study
enum-PERMIT_PURPOSE_JOURNALIST = journalist
enum-PERMIT_PURPOSE_REUNION = reunion
enum-PERMIT_PURPOSE_PRIVATE = private
enum-WORK_PERMIT_CLASS_A = A
enum-WORK_PERMIT_CLASS_B = B
enum-WORK_PERMIT_CLASS_C = C
enum-VISA_ENTRIES_SINGLE = single
enum-VISA_ENTRIES_DOUBLE = double
enum-VISA_ENTRIES_MULTIPLE = multiple
enum-DOCUMENT_STATUS_NOT_YET_VALID = not yet valid
enum-DOCUMENT_STATUS_VALID = valid
enum-DOCUMENT_STATUS_EXPIRED = expired
enum-DOCUMENT_STATUS_REPLACED = replaced
enum-DOCUMENT_STATUS_CANCELLED = cancelled
enum-DOCUMENT_STATUS_LOST = lost
enum-DOCUMENT_STATUS_CLOSED = closed
enum-CUSTODY_HOLDER_HOLDER = its holder
enum-CUSTODY_HOLDER_CENTRE = the centre
enum-CUSTODY_HOLDER_DEPARTMENT = a department
enum-CUSTODY_HOLDER_COURIER = a courier
enum-RENEWAL_LANE_NORMAL = normal
enum-RENEWAL_LANE_EXPEDITE_ADVISED = expedite advised
enum-RENEWAL_LANE_EXPEDITE_ONLY = expedited only
enum-RENEWAL_LANE_TOO_LATE = too late
enum-LIFE_EVENT_KIND_NEW_PASSPORT = new passport
enum-LIFE_EVENT_KIND_NEW_ADDRESS = new address
enum-LIFE_EVENT_KIND_JOB_ENDED = job ended
enum-LIFE_EVENT_KIND_PRINCIPAL_CEASED = principal ceased
enum-LIFE_EVENT_KIND_BIRTH = birth
enum-OBLIGATION_OWNER_HOLDER = holder
enum-OBLIGATION_OWNER_EMPLOYER = employer
enum-OBLIGATION_OWNER_HOST = host
enum-OBLIGATION_OWNER_CENTRE = centre
enum-OBLIGATION_STATE_OPEN = open
enum-OBLIGATION_STATE_MET = met
enum-OBLIGATION_STATE_WAIVED = waived
enum-PERSON_TYPE_FOREIGNER = foreigner
enum-PERSON_TYPE_HONG_KONG = Hong Kong
enum-PERSON_TYPE_MACAO = Macao
enum-PERSON_TYPE_TAIWAN = Taiwan
enum-RESIDENT_SEX_MALE = male
enum-RESIDENT_SEX_FEMALE = female
enum-RESIDENT_SEX_OPEN = open
enum-NAME_KIND_LATIN = zone
enum-NAME_KIND_VISUAL = printed
enum-NAME_KIND_CHINESE = Chinese
enum-NAME_KIND_OTHER = other
enum-DEPENDANT_RELATION_SPOUSE = spouse
enum-DEPENDANT_RELATION_CHILD = child
enum-DEPENDANT_RELATION_PARENT = parent
enum-DEPENDANT_RELATION_PARENT_IN_LAW = parent-in-law
enum-DEPENDANT_RELATION_OTHER = other
enum-RESIDENT_STATE_ACTIVE = active
enum-RESIDENT_STATE_MERGED = merged
enum-ACCOMMODATION_KIND_RESIDENCE = residence
enum-ACCOMMODATION_KIND_HOTEL = hotel
enum-DATA_PURPOSE_SERVICE_HANDLING = service handling
enum-DATA_PURPOSE_REMINDERS = reminders
enum-DATA_PURPOSE_DISCLOSURE_TO_DEPARTMENT = disclosure to a department
enum-DATA_PURPOSE_EVIDENCE_KEEPING = evidence keeping
enum-DATA_PURPOSE_STATISTICS = statistics
enum-DATA_PURPOSE_OTHER = other
enum-LEGAL_GROUND_CONSENT = consent
enum-LEGAL_GROUND_CONTRACT = contract
enum-LEGAL_GROUND_LEGAL_DUTY = legal duty
enum-LEGAL_GROUND_EMERGENCY = emergency
enum-LEGAL_GROUND_OTHER_LAW = other law
enum-RESIDENT_MERGE_STATE_REQUESTED = requested
enum-RESIDENT_MERGE_STATE_APPROVED = approved
enum-RESIDENT_MERGE_STATE_REJECTED = rejected
enum-RESIDENT_STEP_KIND_CREATED = registered
enum-RESIDENT_STEP_KIND_CHANGED = changed
enum-RESIDENT_STEP_KIND_ADDRESS_RECORDED = address recorded
enum-RESIDENT_STEP_KIND_ACCOMMODATION_REGISTERED = accommodation registered
enum-RESIDENT_STEP_KIND_CONSENT_RECORDED = ground recorded
enum-RESIDENT_STEP_KIND_CONSENT_WITHDRAWN = consent withdrawn
enum-RESIDENT_STEP_KIND_MERGE_REQUESTED = merge requested
enum-RESIDENT_STEP_KIND_MERGED = merged
enum-RESIDENT_STEP_KIND_MERGE_REJECTED = merge rejected
enum-RATING_CHANNEL_COUNTER = counter
enum-RATING_CHANNEL_ONLINE = online
enum-RATING_CHANNEL_TELEPHONE = telephone
enum-RATING_CHANNEL_TEXT_MESSAGE = text message
enum-NOTICE_KIND_DOCUMENT_EXPIRES = document expires
enum-NOTICE_KIND_DOCUMENT_EXPIRED = document expired
enum-NOTICE_KIND_PING = ping
enum-NOTICE_CHANNEL_EMAIL = e-mail
enum-NOTICE_CHANNEL_WEBHOOK = webhook
enum-NOTICE_STATE_PENDING = pending
enum-NOTICE_STATE_SENT = sent
enum-NOTICE_STATE_DEAD = given up
enum-NOTICE_STATE_CANCELLED = cancelled
enum-NOTICE_RECIPIENT_HOLDER = holder
enum-NOTICE_RECIPIENT_DEPARTMENT = department
enum-REMINDER_RECIPIENT_OFFICER = officer
enum-REMINDER_RECIPIENT_HOLDER = holder
enum-REMINDER_RECIPIENT_DEPARTMENT = department
enum-RECTIFICATION_STATE_OPEN = to be contacted
enum-RECTIFICATION_STATE_CONTACTED = to be mended
enum-RECTIFICATION_STATE_SUBMITTED = to be called back
enum-RECTIFICATION_STATE_CALLED_BACK = called back
enum-RECTIFICATION_STATE_CLOSED = closed
enum-CALL_BACK_OUTCOME_SATISFIED = satisfied
enum-CALL_BACK_OUTCOME_NOT_SATISFIED = not satisfied
enum-CALL_BACK_OUTCOME_NOT_POSSIBLE = not possible
enum-RECTIFICATION_STEP_KIND_CONTACTED = contacted
enum-RECTIFICATION_STEP_KIND_MARKED_COMPLEX = complex
enum-RECTIFICATION_STEP_KIND_SUBMITTED = mended
enum-RECTIFICATION_STEP_KIND_CALLED_BACK = called back
enum-RECTIFICATION_STEP_KIND_CLOSED = closed
enum-CARD_RUNG_REMINDER = reminder
enum-CARD_RUNG_YELLOW_CARD = yellow card
enum-CARD_RUNG_RED_CARD = RED CARD
enum-CARD_RUNG_ESCALATION = escalation
enum-CARD_RUNG_LEGAL_ALERT = legal alert
enum-CARD_STATE_OPEN = open
enum-CARD_STATE_RECTIFICATION_SUBMITTED = rectified
enum-CARD_STATE_CLOSED = closed
enum-CARD_STATE_WITHDRAWN = withdrawn
enum-CARD_STATE_NOTICE = notice
enum-MONDAY = Mon
enum-TUESDAY = Tue
enum-WEDNESDAY = Wed
enum-THURSDAY = Thu
enum-FRIDAY = Fri
enum-SATURDAY = Sat
enum-SUNDAY = Sun

## Columns

col-current = In use
col-endpoint = Server
col-ca_file = CA file
col-counter = Counter
col-slot_id = Slot
col-hall_session_id = Session
col-slot_date = Date
col-start_time = Begins
col-end_time = Ends
col-places = Places
col-places_left = Left
col-service_item_ids = Items
col-all_together = Together
col-blocked_reasons = Why not
col-name = Name
col-visitor-name = Visitor
col-agent-name = Agent
col-language = Language
col-phone_number = Phone
col-email = Mail
col-passport_number = Passport
col-masked_passport_number = Passport
col-appointment_id = Id
col-appointment_number = Number
col-state = State
col-channel = Channel
col-note = Note
col-ticket_id = Ticket id
col-create_time = Made
col-update_time = Changed
col-reason = Reason
col-etag = Version
col-hold_id = Hold
col-expire_time = Ends
col-ticket_date = Date
col-ticket_number = Ticket
col-priority = Priority
col-referral_id = Id
col-source_id = Source
col-external_id = Source's id
col-source_department_id = Source's department
col-summary = About
col-urgency = Urgency
col-ordinary_matter = Ordinary matter
col-caller-name = Caller
col-unit-name = Unit
col-division_code = Division
col-appointed = Appointed
col-returns = Returns
col-reopenings = Reopenings
col-contact_outcome = Contact
col-satisfied = Satisfied
col-receive_time = Received
col-due_clock = Clock
col-left_duration = Left
col-round = Round
col-done_time = Done
col-late = Late
col-step_time = Time
col-text = Words
col-counter_id = Counter
col-calls = Calls
col-issue_time = Issued
col-call_time = Called
col-serve_time = Served
col-wait_duration = Wait
col-service_duration = Service
col-result = Result
col-ticket_state = State
col-department_id = Department
col-sequence = No
col-name_zh = Chinese name
col-name_en = Name
col-presence = Presence
col-duties = Duties
col-valid_from_date = From
col-valid_to_date = Until
col-successor_id = Successor
col-service_item_id = Item
col-national_code = National code
col-category = Category
col-statutory_limit = Statutory
col-promised_limit = Promised
col-expeditable = Expeditable
col-expedited_limit_working_days = Expedited (working days)
col-applicants = Applicants
col-in_person = In person
col-proxy_rule = Proxy rule
col-materials = Materials
col-fee_text = Fee
col-window_rule = When to apply
col-legal_basis = Legal basis
col-opening_hours_id = Id
col-weekdays = Weekdays
col-open_time = Opens
col-close_time = Close time
col-open_on_workdays = Worked weekends
col-day_date = Date
col-number = Number
col-kind = Kind
col-accepted_date = Accepted
col-due_date = Due
col-due_time = Due at
col-last_working_date = Last working day
col-due_date_is_working_day = Due on a working day
col-original_due_date = Due before suspension
col-used_working_days = Working days used
col-remaining_working_days = Working days left
col-suspended = Suspended
col-provisional = Provisional
col-counted_days = Counted days
col-limit = Limit
col-cautions = Careful
col-missing_year = Year without calendar
col-counted_working_days = Working days counted
col-fee_yuan = Fee (yuan)
col-health_certificate_needed = Health certificate
col-issuing_state = Issued by
col-surname = Surname
col-given_names = Given names
col-nationality = Nationality
col-birth_date = Born
col-sex = Sex
col-expiry_date = Valid until
col-expired = Expired
col-mrz = Zone
col-optional_data = Optional data
col-composite = Last check digit
col-credit_code = Credit code
col-permanent_residence_number = Permanent residence number
col-value = Value
col-account_id = Account id
col-session_id = Session
col-login_name = Login name
col-display_name = Name
col-roles = Roles
col-runs_on_workdays = Worked weekends
col-slot_minutes = Slot (min)
col-counter_ids = Counters
col-places_per_counter = Places a counter
col-booked_quota-floor = Booked, least
col-booked_quota-ceiling = Booked, most
col-walk_in_quota-floor = Walk-in, least
col-walk_in_quota-ceiling = Walk-in, most
col-third_party_quota-floor = Third party, least
col-third_party_quota-ceiling = Third party, most
col-ticket_series = Series
col-exceptions = Exceptions
col-closure_id = Closure
col-ended_time = Ended
col-slots_touched = Slots touched
col-places_lost = Places lost
col-appointments_orphaned = To be moved
col-holds_ended = Holds ended
col-grantable_roles = May hand on
col-locked_until_time = Locked until
col-audit_record_id = Record
col-record_time = Time
col-source_address = From
col-method = Method
col-request_id = Request
col-token = Token
col-event_time = When
col-removed = Removed
col-acknowledged_token = Acknowledged
col-acknowledge_time = Acknowledged at
col-head_token = End of the feed
col-lag_events = Events behind
col-lag_duration = Behind
col-resource_id = Resource
col-purpose = Purpose
col-case_id = Case id
col-case_number = Case
col-case_state = Case state
col-applicant-name = Applicant
col-applicant-language = Language
col-advice = Advice
col-received_date = Day of receipt
col-deemed_accepted = Deemed accepted
col-clocks = Clocks
col-suspensions = Suspensions
col-tasks = Tasks
col-task_id = Task id
col-last_date = Last day
col-document_expiry_date = Document until
col-last_on_time_date = Last day in time
col-days_late = Days late
col-visits = Visits
col-outcome = Outcome
col-prerequisite_case_ids = After cases
col-grounds = Grounds
col-allowed_by = Allowed by
col-source = Source
col-substitute = Substitute
col-start_date = Day 0
col-used_days = Used
col-remaining_days = Left
col-suspended_since_date = Stands since
col-stopped_date = Met on
col-overdue = Late
col-extension_days = Extended by
col-suspended_date = Stopped
col-resumed_date = Resumed
col-working_days = Working days
col-requester_id = Asked by
col-approver_id = Decided by
col-approved = Approved
col-waits = Waits
col-after_service_item_ids = After items
col-expedited = Expedited
col-document_number = Document no
col-decided_date = Decided
col-assign_time = Given
col-receipt_limit = Receipt
col-filing_limit = File before
col-extension_working_days = Extension (working days)
col-child_service_item_ids = Children
col-deemed_renewed = Deemed renewed
col-line = Line
col-expedite_id = Expedite
col-ground = Ground
col-needed_by_date = Needed by
col-evidence_references = Evidence
col-granted_working_days = Granted
col-request_time = Asked at
col-decide_time = Decided at
col-decision_reason = Decided because
col-withdrawer_id = Withdrawn by
col-withdraw_time = Withdrawn at
col-withdraw_reason = Withdrawn because
col-displaced_tasks = Pushed back
col-would_be_overdue_tasks = Would be late
col-due_dates = Due dates
col-displacements = Pushed back at the departments
col-before_date = Before
col-after_date = After
col-open_tasks = Open tasks
col-tasks_a_day = Tasks a day
col-would_be_overdue = Would be late
col-requested = Requested
col-rejected = Rejected
col-withdrawn = Withdrawn
col-lapsed = Lapsed
col-rejected_permille = Rejected of 1000
col-departments = Departments
col-approvers = Approvers
col-notice_id = Notice
col-recipient = For
col-failure = Last failure
col-attempts = Tries
col-next_attempt_time = Next try
col-webhook_endpoint_id = Endpoint
col-url = Address
col-disable_time = Disabled
col-send_time = Sent
col-document_id = Document
col-resident_id = Resident
col-masked_number = Number
col-issuer = Issuer
col-issued_date = Issued
col-work_permit_class = Class
col-status = Status
col-days_left = Days left
col-replaced_by_document_id = Replaced by
col-ended_date = Ended
col-ended_reason = Why it ended
col-holder = Holder
col-place = Place
col-since_time = Since
col-entries = Entries
col-stay_days = Days of stay
col-entry_date = Entered
col-lawful_until_date = Lawful until
col-document_ids = By documents
col-overstay_days = Days of overstay
col-reference_fine_yuan = Reference fine, yuan
col-disclosure_id = Ledger row
col-disclosure_time = Handed over
col-fields = Fields
col-cases = Cases
col-closer_id = Closed by
col-closing_note = Closing note
col-code = Code
col-event = Event
col-file_by_date = File by
col-from_date = From
col-holder_name = Holder
col-lane = Lane
col-lane_provisional = Provisional
col-life_event_id = Event id
col-obligation_id = Obligation
col-owner = Owed by
col-planned = Planned
col-reasons = Reasons
col-renewal_case_id = Renewed by
col-person_type = Kind of person
col-names = Names
col-nationalities = Nationalities
col-addresses = Addresses
col-dependants = Dependants
col-consents = Grounds
col-employer-name = Employer
col-enterprise_id = Credit code
col-principal_resident_id = Principal
col-relation = Relation
col-merged_into_resident_id = Merged into
col-emergency_name = In an emergency
col-emergency_phone_number = Emergency phone
col-time_zone = Time zone
col-until_date = Until
col-country = Country
col-address_number = Number
col-address = Address
col-arrival_time = Moved in
col-leave_time = Moved out
col-registration_time = Registered
col-registration_deadline = To be registered by
col-late_minutes = Late, min
col-consent_number = Number
col-given_time = Given
col-proof = Evidence
col-withdrawn_time = Withdrawn
col-withdrawal = Withdrawal
col-step_number = Number
col-detail = Detail
col-other_resident_id = Other resident
col-merge_id = Merge
col-duplicate_resident_id = Duplicate
col-survivor_resident_id = Goes on
col-requester_account_id = Asked by
col-decision = Decision
col-reviewer_account_id = Reviewed by
col-reminder_id = Reminder
col-rung-recipient = For
col-rung-offset_days = Days before
col-rung-raise_date = Raised for
col-rung-remind_date = Its day
col-rung-provisional = Provisional
col-offset_days = Days before
col-remind_date = Its day
col-raise_date = Raised for
col-superseded = Superseded
col-done_by_account_id = Done by
col-raised = Raised
col-notices = Notices
col-more = More
col-rating_id = Rating
col-evidence_id = File
col-mandate_id = Mandate
col-flags = Flags
col-principal-name = Principal
col-notarisation = Notarised
col-valid_until_date = Until
col-lacks = Lacks
col-lack = Lacks
col-verified_by_account_id = Verified by
col-verify_time = Verified at
col-decided_by_account_id = Decided by
col-revoked_by_account_id = Revoked by
col-revoke_time = Revoked at
col-media_type = Type
col-file_name = Name
col-size_bytes = Bytes
col-sha256 = SHA-256
col-created_by_account_id = By
col-in_use = In use
col-level = Level
col-rated_date = Rated
col-bad = Bad
col-tags = Tags
col-anonymous = Anonymous
col-handling_number = Handling
col-rate_time = Rated at
col-complex = Complex
col-steps = Steps
col-rectification-state = Rectification
col-rater-name = Rater
col-ratings = Ratings
col-bad_ratings = Bad ones
col-closed_rectifications = Closed rectifications
col-counts = Counts
col-card_id = Card
col-rung = Rung
col-clock_kind = Clock
col-rule = Rule
col-rung_date = To be raised
col-raise_time = Raised
col-rectify_by_date = Rectify by
col-points = Points
col-rectification = Rectification
col-rectified_by_account_id = Rectified by
col-rectify_time = Rectified at
col-close_reason = Closed because
col-closed_by_account_id = Closed by
col-rung_counts = By rung
col-count = Count
col-bad_share = Share of bad ones
col-department_counts = By department
col-level_counts = By level
col-before_hash = Hash before
col-after_hash = Hash after
col-field = Field
col-old_date = Before
col-new_date = After

## Examples

ex-frsc =
    frsc auth login --login-name clerk1
    frsc slots list --item RP-W-EXT --from today --to +7
    frsc yy --slot 2026-03-03T09:00 --item RP-W-EXT --language ja --phone +8613800000000 --passport
    frsc qd 20260303-0001
    frsc jh
    frsc wc --result done
    frsc 扫描
ex-auth =
    frsc auth login
    frsc auth status
ex-auth-login =
    frsc auth login --login-name clerk1
    frsc auth login --login-name clerk1 --password-stdin < password.txt
ex-auth-logout =
    frsc auth logout
ex-auth-status =
    frsc auth status
    frsc auth status --json
ex-auth-password =
    frsc auth password
ex-context =
    frsc context list
ex-context-list =
    frsc context list -o wide
ex-context-use =
    frsc context use hall-1
ex-context-set =
    frsc context set hall-1 --endpoint https://frsc.example:7443 --ca-file ca.pem --counter A01 --lang zh-CN
ex-context-delete =
    frsc context delete hall-1 --yes
ex-dept =
    frsc dept list
ex-dept-list =
    frsc dept list -o wide
    frsc dept list --as-of 2026-03-02 --json
ex-dept-show =
    frsc dept show PSB
ex-service =
    frsc service list --text RP
ex-service-list =
    frsc service list --department PSB --category residence
    frsc service list --all -o csv
ex-service-show =
    frsc service show RP-W-EXT
ex-calendar =
    frsc calendar year 2026
ex-calendar-year =
    frsc calendar year 2026
    frsc calendar year 2026 -o csv
ex-calendar-deadline =
    frsc calendar deadline --item RP-W-EXT --from 2026-03-02
    frsc calendar deadline --amount 7 --unit working-days --from today --days
    frsc calendar deadline --amount 30 --unit calendar-days --direction before --from 2026-09-01
ex-calendar-fee =
    frsc calendar fee --from 2026-03-02 --to 2027-03-01
ex-calendar-load =
    frsc calendar load 2027 calendar-2027.csv --dry-run
    frsc calendar load 2027 - < calendar-2027.csv
ex-hall =
    frsc hall list
ex-hall-list =
    frsc hall list -o wide
ex-hall-show =
    frsc hall show 7k3q
ex-hall-counters =
    frsc hall counters
ex-hall-hours =
    frsc hall hours --as-of 2026-03-02
ex-hall-closures =
    frsc hall closures --from today --to +30
ex-hall-close =
    frsc hall close --start 2026-03-03T13:00 --end 2026-03-03T17:00 --reason 停电 --dry-run
    frsc hall close --counter A01 --start 2026-03-03T13:00 --end 2026-03-03T17:00 --reason 培训
ex-hall-open =
    frsc hall open 7k3q
ex-slots =
    frsc slots --item RP-W-EXT
ex-slots-list =
    frsc slots list --item RP-W-EXT --from today --to +7
    frsc hy --channel walk-in --to today -o json
ex-slots-hold =
    frsc slots hold --slot 2026-03-03T09:00 --item RP-W-EXT
ex-slots-release =
    frsc slots release hold_01
ex-appt =
    frsc appt list
ex-appt-book =
    frsc appt book --slot 2026-03-03T09:00 --item RP-W-EXT --name "SATO HANAKO" --language ja --phone +8613800000000
    frsc appt book --slot 2026-03-03T09:00 --item RP-W-EXT --language ja --phone +8613800000000 --passport
    frsc appt book --slot 2026-03-03T09:00 --item RP-W-EXT --channel third-party --agent 安信代办 --agent-phone +8613900000000 --name "SATO HANAKO" --language ja --phone +8613800000000
ex-appt-list =
    frsc appt list
    frsc appt list --from today --to +7 --state booked,orphaned -o csv
    frsc appt list --passport --from today --to +90
ex-appt-show =
    frsc appt show 20260303-0001
ex-appt-reschedule =
    frsc appt reschedule 20260303-0001 --slot 2026-03-04T10:00
ex-appt-cancel =
    frsc appt cancel 20260303-0001 --reason 本人来电
ex-appt-check-in =
    frsc appt check-in 20260303-0001
    frsc qd 7k3q
ex-appt-no-show =
    frsc appt no-show 20260303-0001
ex-appt-reveal =
    frsc appt reveal 20260303-0001 --purpose identity-check
ex-queue =
    frsc queue next
ex-queue-issue =
    frsc queue issue --item RP-W-EXT --name "SATO HANAKO" --language ja --phone +8613800000000
ex-queue-next =
    frsc queue next --counter A01
    frsc jh
ex-queue-recall =
    frsc queue recall
ex-queue-serve =
    frsc queue serve
    frsc queue serve A012
ex-queue-complete =
    frsc queue complete --result done
    frsc wc -r material-missing
ex-queue-transfer =
    frsc queue transfer --to A02
    frsc queue transfer A012 --to-any
ex-queue-park =
    frsc queue park
ex-queue-return =
    frsc queue return A012 --place end
ex-queue-void =
    frsc queue void A012
ex-queue-list =
    frsc queue list --state waiting
    frsc queue list --watch
ex-queue-show =
    frsc queue show A012
ex-queue-watch =
    frsc queue watch
    frsc queue watch -o jsonl
ex-referral =
    frsc referral list --overdue
ex-referral-create =
    frsc referral create --source PZ110 --external-id 20260302-0815 --category accommodation_dispute --summary 外籍人员住宿纠纷 --urgency urgent --language en --caller
    frsc referral create --source 12345 --external-id GD-20260302-77 --category medical_help --summary 就医翻译 --ordinary-matter --received 2026-03-02T21:15
ex-referral-list =
    frsc referral list
    frsc referral list --overdue
    frsc referral list --state received,signed --source PZ110 -o csv
    frsc referral list --division 330482001
ex-referral-show =
    frsc referral show 20260302-0815
ex-referral-sign =
    frsc referral sign 20260302-0815
ex-referral-assign =
    frsc referral assign 20260302-0815 --department PSB
    frsc referral assign 20260302-0815 --division 330482001 --unit 当湖街道
ex-referral-contact =
    frsc referral contact 20260302-0815 --outcome reached
ex-referral-respond =
    frsc referral respond 20260302-0815 --response 民警已到场
ex-referral-close =
    frsc referral close 20260302-0815 --result 已调解 --satisfied yes
ex-referral-return =
    frsc referral return 20260302-0815 --reason 不属本部门
ex-referral-reopen =
    frsc referral reopen 20260302-0815 --reason 来电人不满意
ex-case =
    frsc case list
ex-case-create =
    frsc case create --ticket A012 --all-materials --accept --expires 2023-06-30
    frsc case create --item RP-W-EXT --name "SATO HANAKO" --language ja --phone +8613800000000 --material 护照=received --material 单位公函=promised:copy
    frsc case create --item RP-W-EXT --name "SATO HANAKO" --language ja --phone +8613800000000 --all-materials --mandate 7k3q --ground good-record
    frsc sj --all-materials --accept
ex-case-list =
    frsc case list --state accepted --due-to +3
    frsc wd
    frsc case list --department PSB --watch
ex-case-show =
    frsc case show K7QM2X
ex-case-timeline =
    frsc case timeline K7QM2X
ex-case-explain =
    frsc case explain K7QM2X
    frsc case explain K7QM2X --task RP-W-EXT --clock statutory
ex-case-notify =
    frsc case notify K7QM2X --notice "bring the original"
ex-case-supplement =
    frsc case supplement K7QM2X --material 照片 --in-person
ex-case-accept =
    frsc case accept K7QM2X
    frsc case accept K7QM2X --dry-run
ex-case-refuse =
    frsc case refuse K7QM2X --reason "another authority's matter" --basis 行政许可法32
ex-case-suspend =
    frsc case suspend K7QM2X --reason "facts are verified" --basis 外国人入境出境管理条例18
ex-case-resume =
    frsc case resume K7QM2X
ex-case-extension =
    frsc case extension request K7QM2X --reason "verified abroad"
ex-case-extension-request =
    frsc case extension request K7QM2X --reason "verified abroad"
ex-case-extension-approve =
    frsc case extension approve K7QM2X --reason "cannot be sooner"
ex-case-extension-reject =
    frsc case extension reject K7QM2X --reason "not needed"
ex-case-deliver =
    frsc case deliver K7QM2X --in-person
    frsc case deliver K7QM2X --note EMS
ex-case-close =
    frsc case close K7QM2X
ex-case-withdraw =
    frsc case withdraw K7QM2X --reason "plans changed"
ex-case-terminate =
    frsc case terminate K7QM2X --reason "promised material did not come" --basis 容缺受理办法
ex-case-reopen =
    frsc case reopen K7QM2X --reason "bad rating"
ex-case-archive =
    frsc case archive K7QM2X
ex-case-reveal =
    frsc case reveal K7QM2X --purpose identity-check
ex-task =
    frsc task list
ex-task-list =
    frsc task list --department PSB --due-to +1
    frsc task list --state returned,at-centre
    frsc rw --watch
ex-task-show =
    frsc task show K7QM2X/RP-W-EXT
ex-task-accept =
    frsc task accept K7QM2X/RP-W-EXT
ex-task-complete =
    frsc task complete K7QM2X/RP-W-EXT --outcome granted --document-number 2023-17
    frsc task complete K7QM2X --outcome not-granted --document-number 2023-18 --decided 2023-06-27 --reason "no contract"
ex-task-return =
    frsc task return K7QM2X/RP-W-EXT --reason "another department's"
ex-task-reassign =
    frsc task reassign K7QM2X/RP-W-EXT --to STB --reason "its duties"
ex-task-suspend =
    frsc task suspend K7QM2X/RP-W-EXT --reason "expert review" --basis 行政许可法45
ex-task-resume =
    frsc task resume K7QM2X/RP-W-EXT
ex-task-note =
    frsc task note K7QM2X/RP-W-EXT "the employer was called"
ex-task-complete-batch =
    frsc task complete-batch decisions.csv --dry-run
    frsc task complete-batch - --best-effort < decisions.csv
ex-expedite =
    frsc expedite preview K7QM2X
ex-expedite-preview =
    frsc expedite preview K7QM2X
    frsc expedite preview K7QM2X --days 2 --needed-by 2023-06-30
ex-expedite-request =
    frsc expedite request K7QM2X --ground urgent-business --text "contract signing" --evidence 2023-INV-7
    frsc jj K7QM2X --ground medical --needed-by +3
ex-expedite-approve =
    frsc expedite approve K7QM2X --reason verified
    frsc expedite approve K7QM2X --reason verified --days 2 --dry-run
ex-expedite-reject =
    frsc expedite reject K7QM2X --reason "no evidence"
ex-expedite-withdraw =
    frsc expedite withdraw K7QM2X --reason "trip cancelled"
ex-expedite-list =
    frsc expedite list --state requested
    frsc expedite list --department PSB --from -30 --to today
ex-expedite-show =
    frsc expedite show K7QM2X
ex-expedite-stats =
    frsc expedite stats --from 2023-06-01 --to 2023-06-30
ex-expiry =
    frsc expiry list
    frsc expiry plan --purpose work --expires 2023-06-30
ex-permit-plan =
    frsc permit plan 7k3q
    frsc permit plan --purpose work --expires 2023-06-30
ex-expiry-plan =
    frsc expiry plan 7k3q
    frsc expiry plan --purpose work --expires 2023-06-30
    frsc expiry plan --purpose work --expires 2024-06-30 --travel-document 2025-03-31 --work-permit 2026-01-31 --contract 2026-06-30
    frsc expiry plan --kind visa --expires 2025-02-05
    frsc expiry plan --purpose private --expires 2025-09-30 --principal 2026-03-31
ex-document =
    frsc document list
ex-document-create =
    frsc document create --resident resi_agratayd6z3e3mqidotpju4unq --mrz
    frsc document create --resident resi_agratayd6z3e3mqidotpju4unq --kind passport --issuer JPN --expires 2028-09-30 --number-stdin < number.txt
ex-document-list =
    frsc document list --from today --to +30
    frsc document list --kind passport --holder centre
ex-document-show =
    frsc document show 7k3q
ex-document-find =
    frsc document find --number-stdin < number.txt
ex-document-stay =
    frsc document stay resi_agratayd6z3e3mqidotpju4unq
ex-document-update =
    frsc document update 7k3q --expires 2028-09-30
ex-document-replace =
    frsc document replace 7k3q --mrz-stdin < zone.txt
    frsc document replace 7k3q --expires 2027-06-30
ex-document-cancel =
    frsc document cancel 7k3q --reason "entered by mistake"
ex-document-lost =
    frsc document lost 7k3q --reason "stolen on the train" --ended -1
ex-document-reveal =
    frsc document reveal 7k3q --purpose application
ex-document-disclose =
    frsc document disclose --department PSB --resident resi_agratayd6z3e3mqidotpju4unq --field document.number --purpose identity-check
ex-document-disclosures =
    frsc document disclosures --department PSB --from -30
ex-permit =
    frsc permit list --to +30
ex-permit-create =
    frsc permit create --resident resi_agratayd6z3e3mqidotpju4unq --permit-purpose work --issuer 嘉兴市公安局 --issued 2025-07-01 --expires 2026-06-30
    frsc permit create --resident resi_agratayd6z3e3mqidotpju4unq --kind work-permit --class b --issuer 科技局 --issued 2025-07-01 --expires 2026-06-30
ex-permit-list =
    frsc permit list --to +30
ex-permit-show =
    frsc permit show 7k3q
ex-receipt =
    frsc receipt list
ex-receipt-list =
    frsc receipt list --to +7
ex-receipt-show =
    frsc receipt show 7k3q
ex-custody =
    frsc custody list 7k3q
ex-custody-record =
    frsc custody record 7k3q --to centre --place "safe 1"
    frsc custody record 7k3q --to department --department PSB
ex-custody-list =
    frsc custody list 7k3q
ex-expiry-list =
    frsc expiry list
    frsc dq --lane expedite-only,too-late
    frsc expiry list --from today --to +60 --kind residence-permit --employer 91330482MA2B8NDK31
ex-expiry-event =
    frsc expiry event --resident resi_agratayd6z3e3mqidotpju4unq --kind job-ended --at 2025-09-30T16:00 --dry-run
ex-expiry-duties =
    frsc expiry duties
    frsc expiry duties --overdue --owner employer
ex-expiry-close =
    frsc expiry close 7k3q
    frsc expiry close 7k3q --state waived --note "he stays with the company"
ex-expiry-renew =
    frsc expiry renew 7k3q --dry-run
    frsc expiry renew --employer 91330482MA2B8NDK31 --from today --to +60 --best-effort
ex-resident =
    frsc resident list "sato hanako"
ex-resident-create =
    frsc resident create --mrz-stdin --language sv
    frsc resident create --surname SATO --given-names HANAKO --sex female --born 1990-02-28 --nationality JPN --language ja --phone +99955500123
ex-resident-import =
    frsc resident import residents.xlsx --dry-run
    frsc resident import residents.csv --language ja --skip-invalid
ex-resident-list =
    frsc resident list "sato han"
    frsc resident list 单雨桐
    frsc resident list --enterprise 91330482MA2B8NDK31 --all
ex-resident-show =
    frsc resident show 7k3q
ex-resident-update =
    frsc resident update 7k3q --phone +99955500124 --language en
    frsc resident update 7k3q --surname TANAKA --since 2024-03-01
    frsc resident update 7k3q --nationality KOR --correct
ex-resident-history =
    frsc resident history 7k3q
ex-resident-address =
    frsc resident address 7k3q --address "平湖经开新群路1号" --arrived 2024-05-01T22:30 --registered 2024-05-02T10:00
ex-resident-register =
    frsc resident register 7k3q --number 1
ex-resident-consent =
    frsc resident consent 7k3q --purpose reminders --evidence "form 12, signed"
ex-resident-withdraw =
    frsc resident withdraw 7k3q --number 1 --text "by letter"
ex-resident-merge =
    frsc resident merge 7k3q --into 5w2a --reason "one passport"
ex-resident-merges =
    frsc resident merges
ex-resident-approve =
    frsc resident approve 9x4c --text "photographs compared"
ex-resident-reject =
    frsc resident reject 9x4c --text "two persons"
ex-rating =
    frsc rating list
ex-rating-give =
    frsc rating give K7QM2X --level 5
    frsc rating give K7QM2X --level 1 --text "waited too long" --name "SATO HANAKO" --phone +8613800000000
ex-rating-list =
    frsc rating list --level 1,2 --state open
    frsc rating list --department PSB --from -30
ex-rating-show =
    frsc rating show 7k3q
ex-rating-explain =
    frsc rating explain 7k3q --clock rectify
ex-rating-contact =
    frsc rating contact 7k3q --text "called, the wait was long"
ex-rating-complex =
    frsc rating complex 7k3q --text "two departments are concerned"
ex-rating-rectify =
    frsc rating rectify 7k3q --text "a second counter is open"
ex-rating-call-back =
    frsc rating call-back 7k3q --outcome satisfied --text thanks
ex-rating-close =
    frsc rating close 7k3q
ex-rating-stats =
    frsc rating stats --from 2023-06-01 --to 2023-06-30
ex-evidence =
    frsc evidence list
ex-evidence-upload =
    frsc evidence upload passport.jpg --kind passport
    frsc evidence upload invitation.pdf --kind invitation --case K7QM2X
ex-evidence-list =
    frsc evidence list --kind photo,passport
    frsc evidence list --case K7QM2X
ex-evidence-show =
    frsc evidence show 7k3q
ex-evidence-download =
    frsc evidence download 7k3q --to passport.jpg --purpose identity-check
ex-evidence-delete =
    frsc evidence delete 7k3q
ex-notice =
    frsc notice list --state dead
ex-notice-list =
    frsc notice list --state dead
    frsc notice list --about docu_ab12cd34ef56gh78ij90kl12mn --all
ex-notice-show =
    frsc notice show 7k3q
ex-notice-retry =
    frsc notice retry 7k3q
ex-webhook =
    frsc webhook list
ex-webhook-list =
    frsc webhook list --department PSB
ex-webhook-create =
    frsc webhook create --department PSB --url https://psb.example/frsc
ex-webhook-ping =
    frsc webhook ping 7k3q
ex-webhook-rotate-secret =
    frsc webhook rotate-secret 7k3q
ex-webhook-disable =
    frsc webhook disable 7k3q
ex-mandate =
    frsc mandate list
ex-mandate-create =
    frsc mandate create --name "SATO HANAKO" --passport --agent-name 安信代办 --agent-phone +8613900000000 --item NCR --issued 2026-03-01 --until 2026-12-31 --notarisation none
ex-mandate-list =
    frsc mandate list --undecided
    frsc mandate list --item NCR
ex-mandate-show =
    frsc mandate show 7k3q
ex-mandate-verify =
    frsc mandate verify 7k3q --notarisation cloud --evidence a1b2,c3d4,e5f6 --legal-basis "公证法 11"
ex-mandate-approve =
    frsc mandate approve 7k3q
ex-mandate-reject =
    frsc mandate reject 7k3q --reason "the signature differs"
ex-mandate-revoke =
    frsc mandate revoke 7k3q --reason "the principal took it back"
ex-reminder =
    frsc reminder list --open
ex-reminder-list =
    frsc reminder list --open
ex-reminder-ladder =
    frsc reminder ladder 7k3q
ex-reminder-done =
    frsc reminder done 7k3q
ex-reminder-sweep =
    frsc reminder sweep
ex-card =
    frsc card list
ex-card-list =
    frsc card list --rung yellow-card,red-card --state open
    frsc card list --case K7QM2X
ex-card-show =
    frsc card show 7k3q
ex-card-rectify =
    frsc card rectify 7k3q --text "a second officer is put on it"
    frsc card rectify 7k3q --text - < rectification.txt
ex-card-close =
    frsc card close 7k3q --reason rectified
ex-card-withdraw =
    frsc card withdraw 7k3q --reason "the calendar was revised"
ex-card-sweep =
    frsc card sweep
ex-card-scores =
    frsc card scores --from 2023-06-01 --to 2023-06-30
ex-scan =
    frsc scan
    frsc scan - < mrz.txt
ex-account =
    frsc account list
ex-account-list =
    frsc account list --role clerk,duty-lead
ex-account-show =
    frsc account show clerk1
ex-account-create =
    frsc account create --login-name clerk2 --display-name 李四 --role clerk
    frsc account create --kind partner-system --login-name psb-system --display-name 公安系统 --role partner-system --department PSB
ex-account-roles =
    frsc account roles clerk2 --role clerk,duty-lead
ex-account-disable =
    frsc account disable clerk2
ex-account-enable =
    frsc account enable clerk2
ex-account-reset-secret =
    frsc account reset-secret clerk2
ex-events =
    frsc events listen
ex-events-listen =
    frsc events listen
    frsc events listen --token-file feed.token
ex-events-list =
    frsc events list --token-file feed.token
    frsc events list --limit 500 -o jsonl
ex-events-position =
    frsc events position
ex-events-ack =
    frsc events ack --token-file feed.token
ex-audit =
    frsc audit list
ex-audit-list =
    frsc audit list --start 2026-03-02 --end 2026-03-03 --result PERMISSION_DENIED
    frsc audit list --all -o jsonl
ex-completion =
    frsc completion bash > /etc/bash_completion.d/frsc
    frsc completion man --dir man1

import-code-is-number = a spreadsheet turned the code into a number and lost its last digits; format the column as text and enter it again
import-no-day = is no day; write it like 2026-03-01 or 2026年3月1日
import-day-is-number = is a number and no day; format the column as a date and enter it again
import-no-word = is none of the words that may stand here: { $words }
import-unreadable = { $path } is no workbook and no text in UTF-8, UTF-16 or GB18030
import-no-sheet = { $path } has no such sheet that can be seen
import-several-sheets = Several sheets of { $path } look like a list: name one with --sheet
import-no-header = { $path } has no row with the names of columns; they are: { $columns }
import-twice-the-same = Two columns of { $path } mean the same: leave one out
import-far-out = Cell { $cell } of { $path } stands far outside any list: empty it, or take the list to a sheet of its own
import-done = Imported { $count } row(s)
import-partly = Imported { $count } row(s); { $rows } row(s) are wrong and were left out
import-wrong = { $rows } row(s) are wrong; nothing was written
next-import = mend the cells in { $path }, whose last column says what is wrong, and import it; --skip-invalid takes the others meanwhile
cmd-resident-import = Import persons with their passports and permits from a workbook or CSV file
arg-sheet = Sheet of the workbook; the one with a list by default
arg-skip-invalid = Take the rows that are not wrong; all or none by default
arg-errors-to = Where the workbook of errors is written; beside the file by default
col-new_count = New
col-changed_count = Changed
col-same_count = Same
col-wrong_count = Wrong
col-written = Written
col-row = Row
col-column = Column
col-heading = Heading
col-problem = Problem
col-faults = Faults

arg-add = Who is added: residents, with commas
arg-as-known = As it was known at this instant, for example 2026-03-02T09:00
arg-benefit = What it brings beside
arg-contact-email = Electronic mail address of who is asked there
arg-contact-name = Who is asked there
arg-contact-phone = Telephone number of who is asked there, E.164
arg-coverage = Whom it covers
arg-ends-by = Whose last day is not after this
arg-entry = Entry: its id or the id's last characters
arg-group = Group: its id, the id's last characters or its name
arg-merged = Those merged into others too
arg-name-en = Name in English
arg-operation = What is done with each
arg-person = Persons: residents, with commas
arg-query = Words of a name, pinyin, initials, or a part of the code
arg-town = Town or park
arg-trips = Most trips a month; 0: without a limit
arg-enterprise-create-enterprise = Its 统一社会信用代码
arg-enterprise-create-name = Name in Chinese
arg-enterprise-update-name = Name in Chinese
arg-group-create-name = Name in Chinese
arg-group-split-name = The new group's name in Chinese
arg-group-rename-name = New name in Chinese
arg-group-quota-trips = Trips a month; 0: as many as they like
arg-group-merge-into = The group that takes its enterprises
arg-enterprise-create-language = Language in which it is written to, for example ja, en, zh
arg-enterprise-update-language = Language in which it is written to, for example ja, en, zh
arg-whitelist-apply-direction = In which direction
arg-whitelist-list-direction = In this direction, or in both
arg-whitelist-check-direction = In which direction
arg-whitelist-batch-direction = With apply: in which direction
arg-whitelist-apply-purpose = Purposes, with commas
arg-whitelist-batch-purpose = With apply: purposes, with commas
arg-whitelist-apply-role = With roles: which, with commas
arg-whitelist-batch-role = With apply: which roles, with commas
arg-whitelist-check-role = What he is to the enterprise
arg-whitelist-check-person = The person: a resident
arg-whitelist-persons-end = Whose coverage ends: residents, with commas
arg-whitelist-persons-until = Through this day they are covered
arg-whitelist-checks-account = By this account
arg-whitelist-batch-enterprise = Enterprises, with commas; or --group, or what finds them
arg-whitelist-batch-state = Entries in these states; without it those with which it can be done
arg-whitelist-batch-own-reason = Why, of one enterprise instead: its code, or the end of it, = and the reason; may be given several times
arg-whitelist-list-state = In these states
cmd-enterprise = Enterprises
cmd-enterprise-list = List or search enterprises
cmd-enterprise-history = Show the groups of an enterprise by day, and all its entries
cmd-enterprise-show = Show one enterprise with its groups
cmd-enterprise-create = Put an enterprise on record
cmd-enterprise-update = Change what is on record of one
cmd-group = Groups of enterprises
cmd-group-list = List groups
cmd-group-history = Show who was, is and will be in a group, and when
cmd-group-show = Show one group with its enterprises of today
cmd-group-rename = Change the names of a group
cmd-group-quota = Set how many trips the enterprises of a group file together for a month
cmd-group-create = Make a group
cmd-group-join = Put enterprises into a group
cmd-group-leave = Take enterprises out of a group
cmd-group-merge = Merge a group into another; entries stay
cmd-group-split = Make a group of some of its enterprises
cmd-whitelist = The entry/exit whitelist
cmd-whitelist-apply = Apply for an entry
cmd-whitelist-recommend = Recommend one that is applied for
cmd-whitelist-approve = Approve a recommended one
cmd-whitelist-reject = Reject one
cmd-whitelist-withdraw = Take an application back
cmd-whitelist-suspend = Suspend one from now on
cmd-whitelist-lift = End a suspension
cmd-whitelist-revoke = Revoke one; trips filed before are kept, what renews it ends with it
cmd-whitelist-renew = Apply for the entry that follows
cmd-whitelist-persons = Change whom a NAMED entry covers
cmd-whitelist-list = List entries by enterprise
cmd-whitelist-history = What happened to one: who did what, when, and why
cmd-whitelist-show = Show one with its steps and persons
cmd-whitelist-count = Count enterprises and entries
cmd-whitelist-check = Is it covered, by what, until when, and why
cmd-whitelist-checks = How often was checked, by day and account
cmd-whitelist-batch = Do one thing with the entries of many
col-left = Left
col-opens_date = Renewable from
col-active_enterprises_count = Active enterprises
col-add_time = Added
col-benefits = Benefits
col-consistency_token = Token
col-contact = Contact
col-coverage = Covers
col-covered = Covered
col-direction = Direction
col-effective_time = Holds from
col-enterprises_count = Enterprises
col-entry_id = Entry
col-entry_ids = Entries
col-evidence_ids = Evidence
col-group_id = Group
col-memberships = Groups
col-merged_into_group_id = Merged into
col-members = Enterprises today
col-enterprise = Enterprise
col-people_count = People
col-persons = Persons
col-purposes = Purposes
col-renews_entry_id = Renews
col-states = States
col-terms = Terms
col-town = Town
col-trips_a_month = Trips a month
col-trips_this_month_count = Trips this month
col-checks_count = Checks
col-covered_count = Covered
col-ends = Ends of coverage
col-add_step_number = Added by step
col-whitelist_entry = Whitelist entry
col-whitelist_entry_id = Whitelist entry
enum-TRAVELLER_ROLE_BUSINESS = business staff
enum-TRAVELLER_ROLE_EXECUTIVE = executive
enum-TRAVELLER_ROLE_EXPERT = foreign expert
enum-TRAVELLER_ROLE_FAMILY = family
enum-TRAVELLER_ROLE_LEGAL_REPRESENTATIVE = legal representative
enum-TRAVELLER_ROLE_TECHNICIAN = technician
enum-TRAVEL_DIRECTION_BOTH = both
enum-TRAVEL_DIRECTION_ENTRY = entry
enum-TRAVEL_DIRECTION_EXIT = exit
enum-TRAVEL_PURPOSE_BUSINESS = business
enum-TRAVEL_PURPOSE_CONFERENCE = conference
enum-TRAVEL_PURPOSE_INSPECTION = inspection
enum-TRAVEL_PURPOSE_INSTALLATION = installation
enum-TRAVEL_PURPOSE_MANAGEMENT = management
enum-TRAVEL_PURPOSE_OTHER = other
enum-TRAVEL_PURPOSE_TECHNICAL = technical
enum-TRAVEL_PURPOSE_TRAINING = training
enum-WHITELIST_BENEFIT_EXPEDITE_LANE = expedited lane
enum-WHITELIST_BENEFIT_PRIORITY_COUNTER = priority counter
enum-WHITELIST_COVERAGE_ALL = all
enum-WHITELIST_COVERAGE_NAMED = named
enum-WHITELIST_COVERAGE_ROLES = roles
enum-WHITELIST_REASON_COVERED = covered
enum-WHITELIST_REASON_DIRECTION_NOT_COVERED = direction not covered
enum-WHITELIST_REASON_EXPIRED = expired
enum-WHITELIST_REASON_NOT_APPROVED = not approved
enum-WHITELIST_REASON_NOT_YET_VALID = not yet valid
enum-WHITELIST_REASON_NO_ENTRY = no entry
enum-WHITELIST_REASON_PERSON_NOT_NAMED = person not named
enum-WHITELIST_REASON_PERSON_REQUIRED = say the person
enum-WHITELIST_REASON_PERSON_UNKNOWN = person not on record
enum-WHITELIST_REASON_PURPOSE_NOT_COVERED = purpose not covered
enum-WHITELIST_REASON_REVOKED = revoked
enum-WHITELIST_REASON_ROLE_NOT_COVERED = role not covered
enum-WHITELIST_REASON_ROLE_REQUIRED = say the role
enum-WHITELIST_REASON_SUSPENDED = suspended
enum-WHITELIST_STATE_ACTIVE = active
enum-WHITELIST_STATE_APPLIED = applied for
enum-WHITELIST_STATE_APPROVED = approved
enum-WHITELIST_STATE_EXPIRED = expired
enum-WHITELIST_STATE_RECOMMENDED = recommended
enum-WHITELIST_STATE_REJECTED = rejected
enum-WHITELIST_STATE_REVOKED = revoked
enum-WHITELIST_STATE_SUSPENDED = suspended
enum-WHITELIST_STATE_WITHDRAWN = withdrawn
enum-WHITELIST_STEP_KIND_APPLIED = applied for
enum-WHITELIST_STEP_KIND_APPROVED = approved
enum-WHITELIST_STEP_KIND_LIFTED = lifted
enum-WHITELIST_STEP_KIND_PERSONS_CHANGED = persons changed
enum-WHITELIST_STEP_KIND_RECOMMENDED = recommended
enum-WHITELIST_STEP_KIND_REJECTED = rejected
enum-WHITELIST_STEP_KIND_REVOKED = revoked
enum-WHITELIST_STEP_KIND_SUSPENDED = suspended
enum-WHITELIST_STEP_KIND_WITHDRAWN = withdrawn
ex-enterprise =
    frsc enterprise list ndk
ex-enterprise-list =
    frsc enterprise list 尼得科
    frsc enterprise list --group 尼得科集团
ex-enterprise-history =
    frsc enterprise history DK31
ex-enterprise-show =
    frsc enterprise show 91330482MA2B8NDK31
    frsc enterprise show DK31
ex-enterprise-create =
    frsc enterprise create 91330482MA2B8NDK31 --name 尼得科电机（平湖）有限公司 --town 新埭镇
ex-enterprise-update =
    frsc enterprise update DK31 --town 当湖街道
ex-group =
    frsc group list
ex-group-list =
    frsc group list --merged
ex-group-show =
    frsc group show 尼得科集团
ex-group-rename =
    frsc group rename 尼得科集团 --name-en "Nidec Group"
ex-group-create =
    frsc group create 尼得科集团 --name-en "Nidec Group"
ex-group-quota =
    frsc group quota 尼得科集团 --trips 40
ex-group-join =
    frsc group join 尼得科集团 --enterprise 91330482MA2B8NDK31,12330482MB1F24681J
ex-group-leave =
    frsc group leave 尼得科集团 --enterprise DK31 --from 2026-04-01
ex-group-merge =
    frsc group merge 7k3q --into 尼得科集团 --from 2026-04-01
ex-group-split =
    frsc group split 尼得科集团 --enterprise DK31 --name 尼得科智动集团
ex-whitelist =
    frsc whitelist list
ex-whitelist-apply =
    frsc whitelist apply DK31 --from 2026-04-01 --benefit expedite-lane
    frsc whitelist apply DK31 --from 2026-04-01 --coverage named --person 7k3q,9m2p
ex-whitelist-recommend =
    frsc whitelist recommend 7k3q --reason "a key enterprise"
ex-whitelist-approve =
    frsc whitelist approve 7k3q --reason "as recommended"
ex-whitelist-reject =
    frsc whitelist reject 7k3q --reason "no foreign staff"
ex-whitelist-withdraw =
    frsc whitelist withdraw 7k3q --reason "filed twice"
ex-whitelist-suspend =
    frsc whitelist suspend 7k3q --reason "under review"
ex-whitelist-lift =
    frsc whitelist lift 7k3q --reason "the review is over"
ex-whitelist-revoke =
    frsc whitelist revoke 7k3q --reason "it moved away"
ex-whitelist-renew =
    frsc whitelist renew 7k3q --reason "another year"
ex-whitelist-persons =
    frsc whitelist persons 7k3q --add 9m2p --end 4c8d --reason "new staff"
ex-whitelist-list =
    frsc whitelist list --state active --ends-by +60
    frsc whitelist list --group 尼得科集团
ex-whitelist-history =
    frsc whitelist history 7k3q
ex-whitelist-show =
    frsc whitelist show 7k3q
    frsc whitelist show 7k3q --as-known 2026-03-02T09:00
ex-whitelist-count =
    frsc whitelist count --group 尼得科集团
ex-whitelist-check =
    frsc whitelist check DK31
    frsc whitelist check DK31 --direction both --date 2026-05-01 --passport
ex-whitelist-checks =
    frsc whitelist checks --from -30
ex-group-history =
    frsc group history 尼得科集团
ex-whitelist-batch =
    frsc whitelist batch apply --group 尼得科集团 --from 2026-04-01 --reason "the yearly list" --dry-run
    frsc whitelist batch revoke --enterprise DK31,681J --reason "it moved away" --own-reason "681J=closed"
    frsc whitelist batch renew --town 新埭镇 --ends-by +60 --reason "another year" --best-effort
reason-GROUP_MERGED = The group was merged into another
next-GROUP_MERGED = see which: `frsc group list --merged`
reason-MEMBERSHIP_LATER = The enterprise entered or left a group on that day or later
next-MEMBERSHIP_LATER = name a later day: `frsc enterprise show { $enterprise_id }`
reason-NOT_APPROVING_DEPARTMENT = Your department does not decide on the whitelist
next-NOT_APPROVING_DEPARTMENT = the approving department decides; see `frsc whitelist list`
reason-NOT_IN_GROUP = The enterprise is not in the group
next-NOT_IN_GROUP = see its groups: `frsc enterprise show { $enterprise_id }`
reason-NOT_NAMED_ENTRY = The entry does not name persons
next-NOT_NAMED_ENTRY = see whom it covers: `frsc whitelist list`
reason-NOT_RECOMMENDING_DEPARTMENT = Your department may not recommend for the whitelist
next-NOT_RECOMMENDING_DEPARTMENT = a department that may recommends; see `frsc whitelist list`
reason-RENEWAL_NOT_OPEN = The entry cannot be renewed yet
next-RENEWAL_NOT_OPEN = renew from { $opens_date } on: `frsc whitelist list --state active`
reason-WHITELIST_OVERLAP = Another entry holds a part of these days in the direction
next-WHITELIST_OVERLAP = see it: `frsc whitelist show { $entry_id }`
enterprise-create = On record: { $enterprise }. Next: `frsc whitelist apply { $enterprise } --help`
enterprise-update = { $enterprise } is changed.
group-create = Made: { $group }. Next: `frsc group join { $group } --help`
group-rename = { $group } is renamed.
group-quota = { $group }: the trips a month are set.
group-join = They are in { $group }. See: `frsc enterprise list --group { $group }`
group-leave = They are out of { $group }.
group-merge = Merged into { $group }.
group-split = The new group is { $group }.
confirm-group-merge = The group { $group } will take no enterprises any more.
confirm-group-split = { $count } enterprises will leave the group { $group } for a new one.
whitelist-apply = Applied for: { $entry }. A department recommends it: `frsc whitelist recommend { $entry } --help`
whitelist-recommend = { $entry } is recommended. The approving department decides: `frsc whitelist approve { $entry } --help`
whitelist-approve = { $entry } is approved.
whitelist-reject = { $entry } is rejected.
whitelist-withdraw = { $entry } is taken back.
whitelist-suspend = { $entry } is suspended. Undo: `frsc whitelist lift { $entry } --help`
whitelist-lift = { $entry } is in force again.
whitelist-revoke = { $entry } is revoked.
whitelist-persons = The persons of { $entry } are changed. See: `frsc whitelist show { $entry }`
whitelist-planned = { $changed } entries would change; nothing was changed.
whitelist-planned-partly = { $changed } entries would change, { $refused } enterprises would be refused; nothing was changed
whitelist-planned-none = { $refused } enterprises would be refused, so nothing would change
next-whitelist-batch = see why beside each enterprise; those that can alone: --best-effort
enterprise-history = What happened to an entry: `frsc whitelist history <entry>`
flag-next-appointment = The whole: `frsc appt show { $work }`; let it stand: `frsc flag resolve { $work } --help`
flag-next-case = The whole: `frsc case show { $work }`; let it stand: `frsc flag resolve { $work } --help`
flag-next-trip = The whole: `frsc trip show { $work }`; let it stand: `frsc flag resolve { $work } --help`
whitelist-batch = { $changed } entries are changed.
whitelist-partly = { $changed } entries are changed, { $refused } enterprises were refused
whitelist-none = { $refused } enterprises were refused; nothing was changed
confirm-whitelist-revoke = The entry { $entry } will be revoked for good.
confirm-whitelist-batch = { $number } entries in force of { $many } will be revoked for good.
arg-trip = Trip: its id or the id's last characters
arg-flagged = Only those with flags
arg-trip-file-person = Who travels: residents, with commas
arg-trip-file-role = What they are to the enterprise
arg-trip-file-direction = In which direction
arg-trip-file-until = The last day; without it the first
arg-trip-list-entry = Under this entry: its id or the id's last characters
arg-trip-list-from = Whose last day is not before this
arg-trip-list-until = Whose first day is not after this
arg-trip-list-state = In these states
cmd-trip = Trips under the whitelist
cmd-trip-file = File a trip
cmd-trip-list = List trips by first day
cmd-trip-history = What happened to one: who did what, when, and why
cmd-trip-show = Show one with who travels and what has changed
cmd-trip-cancel = Cancel one
cmd-trip-complete = Record that it was made
col-file_time = Filed
enum-TRIP_STEP_KIND_FILED = filed
enum-TRIP_STEP_KIND_CANCELLED = cancelled
enum-TRIP_STEP_KIND_COMPLETED = made
enum-TRIP_STEP_KIND_FLAGGED = flagged
enum-TRIP_STEP_KIND_FLAG_WITHDRAWN = flag withdrawn
enum-TRIP_STEP_KIND_FLAGS_RESOLVED = flags resolved
col-flag_kind = Fact
col-trip_id = Trip
col-travellers = Travellers
col-trip = Trip
enum-TRIP_STATE_FILED = filed
enum-TRIP_STATE_CANCELLED = cancelled
enum-TRIP_STATE_COMPLETED = made
enum-FLAG_KIND_ENTRY_REVOKED = entry revoked
enum-FLAG_KIND_ENTRY_SUSPENDED = entry suspended
enum-FLAG_KIND_PASSPORT_ENDS = passport ends
enum-FLAG_KIND_DOCUMENT_ENDS = permit or visa ends
enum-FLAG_KIND_DOCUMENT_ENDED = document ended
enum-FLAG_KIND_DEPARTMENT_CLOSED = department closes
enum-FLAG_KIND_PERSON_NOT_NAMED = person not named any more
enum-FLAG_KIND_PLACE_WITHDRAWN = place withdrawn
reason-TRIP_OUT_OF_VALIDITY = The trip does not lie whole within one entry
next-TRIP_OUT_OF_VALIDITY = renew the entry: `frsc whitelist renew --help`
reason-TRIP_NOT_COVERED = The whitelist does not cover the trip
next-TRIP_NOT_COVERED = see why: `frsc whitelist check --help`
reason-TRIP_QUOTA_USED = The entry's trips of the month are filed
next-TRIP_QUOTA_USED = see them: `frsc trip list --entry { $entry_id }`
reason-TRIP_GROUP_QUOTA_USED = The trips of the group's month are filed
next-TRIP_GROUP_QUOTA_USED = see them: `frsc group show { $group_id }`
reason-TRIP_PASSPORT_ENDS = A passport is not valid throughout the trip
next-TRIP_PASSPORT_ENDS = see the documents: `frsc document list --help`
reason-TRIP_DOCUMENT_ENDS = A permit or visa is not valid throughout the trip
next-TRIP_DOCUMENT_ENDS = see the documents: `frsc document list --help`
reason-NOT_FLAGGED = It carries no flags
next-NOT_FLAGGED = see what is flagged: `frsc flag list`
trip-file = Filed: { $trip }. Undo: `frsc trip cancel { $trip } --help`
trip-cancel = { $trip } is cancelled.
trip-complete = { $trip } was made.
confirm-trip-cancel = The trip { $trip } will be cancelled.
ex-trip =
    frsc trip list --flagged
ex-trip-file =
    frsc trip file DK31 --person 7k3q --from 2026-05-06 --until 2026-05-12
ex-trip-list =
    frsc trip list --enterprise DK31 --from today
ex-trip-history =
    frsc trip history 7k3q
ex-trip-show =
    frsc trip show 7k3q
ex-trip-cancel =
    frsc trip cancel 7k3q --reason "put off"
ex-trip-complete =
    frsc trip complete 7k3q
col-role = Role
col-obligation = Obligation
cmd-enterprise-import = Import enterprises, groups, whitelist entries and named persons from a workbook or CSV file
cmd-enterprise-export = Export enterprises, groups, entries and named persons to a file that can be imported
cmd-whitelist-import = As enterprise import: enterprises with their entries from a file
cmd-whitelist-export = As enterprise export: enterprises with their entries to a file
arg-enterprise-import-file = Workbook (.xlsx, .xls) or CSV file
arg-whitelist-import-file = Workbook (.xlsx, .xls) or CSV file
arg-enterprise-export-to = Write to this file: .xlsx or .csv
arg-whitelist-export-to = Write to this file: .xlsx or .csv
import-no-number = is not a whole number
import-new-groups = New groups: { $names }
export-done = Exported { $count } row(s) to { $path }
error-export-kind = The file name must end in .xlsx or .csv
ex-enterprise-import =
    frsc enterprise import whitelist.xlsx --dry-run
    frsc enterprise import whitelist.xlsx --skip-invalid
ex-enterprise-export =
    frsc enterprise export --to whitelist.xlsx --town 新埭镇
ex-whitelist-import =
    frsc whitelist import whitelist.xlsx --dry-run
ex-whitelist-export =
    frsc whitelist export --to whitelist.csv
cmd-flag = Open work of which a fact has changed
cmd-flag-show = Show what has changed under one
cmd-flag-list = List appointments, cases and trips that carry flags
cmd-flag-resolve = Let flagged work stand
arg-work = Work: its id or the id's last characters
arg-flag-list-kind = Of these kinds
enum-FLAGGED_KIND_APPOINTMENT = appointment
enum-FLAGGED_KIND_CASE = case
enum-FLAGGED_KIND_TRIP = trip
flag-resolve = { $work } stands.
enum-CASE_STEP_KIND_FLAGS_RESOLVED = flags resolved
enum-CASE_STEP_KIND_FLAG_WITHDRAWN = flag withdrawn
ex-flag =
    frsc flag list
ex-flag-show =
    frsc flag show 7k3q
ex-flag-list =
    frsc flag list --kind trip
ex-flag-resolve =
    frsc flag resolve 7k3q --reason "the visa is issued"
col-date = Day
col-new_group_names = New groups
