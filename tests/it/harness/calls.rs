//! The unary methods of the contract by their request messages, so that a test writes
//! `clerk.ok(request)` and gets the method's answer.

use frsc_proto::{admin, v1};
use prost::Message;

/// A request of a unary method.
pub trait Call: Message + Default + Clone + 'static {
    /// Its answer.
    type Answer: Message + Default + Clone + PartialEq + std::fmt::Debug + 'static;
    /// The path of the HTTP/2 request.
    const PATH: &'static str;
}

macro_rules! calls {
    ($($package:ident $service:literal {
        $($method:ident: $request:ident => $answer:ident;)*
    })*) => {
        $($(impl Call for $package::$request {
            type Answer = $package::$answer;
            const PATH: &'static str = concat!("/", $service, "/", stringify!($method));
        })*)*
    };
}

calls! {
    v1 "frsc.v1.SystemService" {
        GetServerInfo: GetServerInfoRequest => GetServerInfoResponse;
    }
    v1 "frsc.v1.AuthService" {
        CreateSession: CreateSessionRequest => CreateSessionResponse;
        RefreshSession: RefreshSessionRequest => RefreshSessionResponse;
        RevokeSession: RevokeSessionRequest => RevokeSessionResponse;
        GetCaller: GetCallerRequest => GetCallerResponse;
        ChangePassword: ChangePasswordRequest => ChangePasswordResponse;
    }
    v1 "frsc.v1.DirectoryService" {
        ListDepartments: ListDepartmentsRequest => ListDepartmentsResponse;
        GetDepartment: GetDepartmentRequest => GetDepartmentResponse;
        ListServiceItems: ListServiceItemsRequest => ListServiceItemsResponse;
        GetServiceItem: GetServiceItemRequest => GetServiceItemResponse;
        ListCounters: ListCountersRequest => ListCountersResponse;
        ListOpeningHours: ListOpeningHoursRequest => ListOpeningHoursResponse;
        GetCalendarYear: GetCalendarYearRequest => GetCalendarYearResponse;
        ComputeDeadline: ComputeDeadlineRequest => ComputeDeadlineResponse;
        ComputeFee: ComputeFeeRequest => ComputeFeeResponse;
    }
    v1 "frsc.v1.AppointmentService" {
        ListSlots: ListSlotsRequest => ListSlotsResponse;
        HoldSlot: HoldSlotRequest => HoldSlotResponse;
        ReleaseHold: ReleaseHoldRequest => ReleaseHoldResponse;
        BookAppointment: BookAppointmentRequest => BookAppointmentResponse;
        GetAppointment: GetAppointmentRequest => GetAppointmentResponse;
        ListAppointments: ListAppointmentsRequest => ListAppointmentsResponse;
        RescheduleAppointment: RescheduleAppointmentRequest => RescheduleAppointmentResponse;
        CancelAppointment: CancelAppointmentRequest => CancelAppointmentResponse;
        CheckInAppointment: CheckInAppointmentRequest => CheckInAppointmentResponse;
        MarkNoShow: MarkNoShowRequest => MarkNoShowResponse;
        RevealPassportNumber: RevealPassportNumberRequest => RevealPassportNumberResponse;
    }
    v1 "frsc.v1.QueueService" {
        IssueTicket: IssueTicketRequest => IssueTicketResponse;
        CallNextTicket: CallNextTicketRequest => CallNextTicketResponse;
        RecallTicket: RecallTicketRequest => RecallTicketResponse;
        ServeTicket: ServeTicketRequest => ServeTicketResponse;
        CompleteTicket: CompleteTicketRequest => CompleteTicketResponse;
        TransferTicket: TransferTicketRequest => TransferTicketResponse;
        ParkTicket: ParkTicketRequest => ParkTicketResponse;
        ReturnTicket: ReturnTicketRequest => ReturnTicketResponse;
        VoidTicket: VoidTicketRequest => VoidTicketResponse;
        GetTicket: GetTicketRequest => GetTicketResponse;
        ListTickets: ListTicketsRequest => ListTicketsResponse;
    }
    v1 "frsc.v1.EventService" {
        ListEvents: ListEventsRequest => ListEventsResponse;
        AcknowledgeEvents: AcknowledgeEventsRequest => AcknowledgeEventsResponse;
        GetFeedPosition: GetFeedPositionRequest => GetFeedPositionResponse;
    }
    v1 "frsc.v1.EvidenceService" {
        GetEvidence: GetEvidenceRequest => GetEvidenceResponse;
        ListEvidence: ListEvidenceRequest => ListEvidenceResponse;
        DeleteEvidence: DeleteEvidenceRequest => DeleteEvidenceResponse;
    }
    v1 "frsc.v1.MandateService" {
        CreateMandate: CreateMandateRequest => CreateMandateResponse;
        VerifyMandate: VerifyMandateRequest => VerifyMandateResponse;
        ApproveMandate: ApproveMandateRequest => ApproveMandateResponse;
        RejectMandate: RejectMandateRequest => RejectMandateResponse;
        RevokeMandate: RevokeMandateRequest => RevokeMandateResponse;
        GetMandate: GetMandateRequest => GetMandateResponse;
        ListMandates: ListMandatesRequest => ListMandatesResponse;
    }
    v1 "frsc.v1.EnterpriseService" {
        CreateEnterprise: CreateEnterpriseRequest => CreateEnterpriseResponse;
        UpdateEnterprise: UpdateEnterpriseRequest => UpdateEnterpriseResponse;
        GetEnterprise: GetEnterpriseRequest => GetEnterpriseResponse;
        SearchEnterprises: SearchEnterprisesRequest => SearchEnterprisesResponse;
        CreateEnterpriseGroup: CreateEnterpriseGroupRequest => CreateEnterpriseGroupResponse;
        UpdateEnterpriseGroup: UpdateEnterpriseGroupRequest => UpdateEnterpriseGroupResponse;
        GetEnterpriseGroup: GetEnterpriseGroupRequest => GetEnterpriseGroupResponse;
        ListEnterpriseGroups: ListEnterpriseGroupsRequest => ListEnterpriseGroupsResponse;
        JoinEnterpriseGroup: JoinEnterpriseGroupRequest => JoinEnterpriseGroupResponse;
        LeaveEnterpriseGroup: LeaveEnterpriseGroupRequest => LeaveEnterpriseGroupResponse;
        MergeEnterpriseGroups: MergeEnterpriseGroupsRequest => MergeEnterpriseGroupsResponse;
        SplitEnterpriseGroup: SplitEnterpriseGroupRequest => SplitEnterpriseGroupResponse;
    }
    v1 "frsc.v1.WhitelistService" {
        ApplyForWhitelistEntry: ApplyForWhitelistEntryRequest => ApplyForWhitelistEntryResponse;
        RecommendWhitelistEntry: RecommendWhitelistEntryRequest => RecommendWhitelistEntryResponse;
        ApproveWhitelistEntry: ApproveWhitelistEntryRequest => ApproveWhitelistEntryResponse;
        RejectWhitelistEntry: RejectWhitelistEntryRequest => RejectWhitelistEntryResponse;
        WithdrawWhitelistEntry: WithdrawWhitelistEntryRequest => WithdrawWhitelistEntryResponse;
        SuspendWhitelistEntry: SuspendWhitelistEntryRequest => SuspendWhitelistEntryResponse;
        LiftWhitelistSuspension: LiftWhitelistSuspensionRequest => LiftWhitelistSuspensionResponse;
        RevokeWhitelistEntry: RevokeWhitelistEntryRequest => RevokeWhitelistEntryResponse;
        RenewWhitelistEntry: RenewWhitelistEntryRequest => RenewWhitelistEntryResponse;
        ChangeNamedPersons: ChangeNamedPersonsRequest => ChangeNamedPersonsResponse;
        RunWhitelistBatch: RunWhitelistBatchRequest => RunWhitelistBatchResponse;
        GetWhitelistEntry: GetWhitelistEntryRequest => GetWhitelistEntryResponse;
        ListWhitelistEntries: ListWhitelistEntriesRequest => ListWhitelistEntriesResponse;
        CountWhitelistEntries: CountWhitelistEntriesRequest => CountWhitelistEntriesResponse;
        CheckWhitelist: CheckWhitelistRequest => CheckWhitelistResponse;
        BatchCheckWhitelist: BatchCheckWhitelistRequest => BatchCheckWhitelistResponse;
        ListWhitelistCheckCounts:
            ListWhitelistCheckCountsRequest => ListWhitelistCheckCountsResponse;
    }
    v1 "frsc.v1.TripService" {
        FileTrip: FileTripRequest => FileTripResponse;
        CancelTrip: CancelTripRequest => CancelTripResponse;
        CompleteTrip: CompleteTripRequest => CompleteTripResponse;
        GetTrip: GetTripRequest => GetTripResponse;
        ListTrips: ListTripsRequest => ListTripsResponse;
    }
    v1 "frsc.v1.FlagService" {
        ListFlaggedWork: ListFlaggedWorkRequest => ListFlaggedWorkResponse;
        ResolveFlags: ResolveFlagsRequest => ResolveFlagsResponse;
    }
    v1 "frsc.v1.CaseService" {
        CreateCase: CreateCaseRequest => CreateCaseResponse;
        GetCase: GetCaseRequest => GetCaseResponse;
        ListCases: ListCasesRequest => ListCasesResponse;
        ListCaseSteps: ListCaseStepsRequest => ListCaseStepsResponse;
        ExplainDueDate: ExplainDueDateRequest => ExplainDueDateResponse;
        NotifyMissingMaterial: NotifyMissingMaterialRequest => NotifyMissingMaterialResponse;
        SupplementCase: SupplementCaseRequest => SupplementCaseResponse;
        AcceptCase: AcceptCaseRequest => AcceptCaseResponse;
        RefuseCase: RefuseCaseRequest => RefuseCaseResponse;
        SuspendCase: SuspendCaseRequest => SuspendCaseResponse;
        ResumeCase: ResumeCaseRequest => ResumeCaseResponse;
        RequestExtension: RequestExtensionRequest => RequestExtensionResponse;
        DecideExtension: DecideExtensionRequest => DecideExtensionResponse;
        DeliverCase: DeliverCaseRequest => DeliverCaseResponse;
        CloseCase: CloseCaseRequest => CloseCaseResponse;
        WithdrawCase: WithdrawCaseRequest => WithdrawCaseResponse;
        TerminateCase: TerminateCaseRequest => TerminateCaseResponse;
        ReopenCase: ReopenCaseRequest => ReopenCaseResponse;
        ArchiveCase: ArchiveCaseRequest => ArchiveCaseResponse;
        RevealApplicantPassportNumber: RevealApplicantPassportNumberRequest =>
            RevealApplicantPassportNumberResponse;
    }
    v1 "frsc.v1.ResidentService" {
        CreateResident: CreateResidentRequest => CreateResidentResponse;
        GetResident: GetResidentRequest => GetResidentResponse;
        SearchResidents: SearchResidentsRequest => SearchResidentsResponse;
        ListResidentSteps: ListResidentStepsRequest => ListResidentStepsResponse;
        UpdateResident: UpdateResidentRequest => UpdateResidentResponse;
        RecordAddress: RecordAddressRequest => RecordAddressResponse;
        RegisterAccommodation: RegisterAccommodationRequest => RegisterAccommodationResponse;
        RecordConsent: RecordConsentRequest => RecordConsentResponse;
        WithdrawConsent: WithdrawConsentRequest => WithdrawConsentResponse;
        RequestResidentMerge: RequestResidentMergeRequest => RequestResidentMergeResponse;
        ApproveResidentMerge: ApproveResidentMergeRequest => ApproveResidentMergeResponse;
        RejectResidentMerge: RejectResidentMergeRequest => RejectResidentMergeResponse;
        ListResidentMerges: ListResidentMergesRequest => ListResidentMergesResponse;
    }
    v1 "frsc.v1.DocumentService" {
        CreateDocument: CreateDocumentRequest => CreateDocumentResponse;
        GetDocument: GetDocumentRequest => GetDocumentResponse;
        ListDocuments: ListDocumentsRequest => ListDocumentsResponse;
        LookupDocument: LookupDocumentRequest => LookupDocumentResponse;
        GetStay: GetStayRequest => GetStayResponse;
        UpdateDocument: UpdateDocumentRequest => UpdateDocumentResponse;
        ReplaceDocument: ReplaceDocumentRequest => ReplaceDocumentResponse;
        CancelDocument: CancelDocumentRequest => CancelDocumentResponse;
        ReportDocumentLost: ReportDocumentLostRequest => ReportDocumentLostResponse;
        RevealDocumentNumber: RevealDocumentNumberRequest => RevealDocumentNumberResponse;
        RecordCustody: RecordCustodyRequest => RecordCustodyResponse;
        ListCustody: ListCustodyRequest => ListCustodyResponse;
        RecordDisclosure: RecordDisclosureRequest => RecordDisclosureResponse;
        ListDisclosures: ListDisclosuresRequest => ListDisclosuresResponse;
    }
    v1 "frsc.v1.RatingService" {
        RateCase: RateCaseRequest => RateCaseResponse;
        GetRating: GetRatingRequest => GetRatingResponse;
        ListRatings: ListRatingsRequest => ListRatingsResponse;
        GetRatingStatistics: GetRatingStatisticsRequest => GetRatingStatisticsResponse;
        ExplainRectificationDueDate: ExplainRectificationDueDateRequest
            => ExplainRectificationDueDateResponse;
        ContactRater: ContactRaterRequest => ContactRaterResponse;
        MarkRectificationComplex: MarkRectificationComplexRequest =>
            MarkRectificationComplexResponse;
        SubmitRectification: SubmitRectificationRequest => SubmitRectificationResponse;
        RecordCallBack: RecordCallBackRequest => RecordCallBackResponse;
        CloseRectification: CloseRectificationRequest => CloseRectificationResponse;
    }
    v1 "frsc.v1.TaskService" {
        GetTask: GetTaskRequest => GetTaskResponse;
        ListTasks: ListTasksRequest => ListTasksResponse;
        AcceptTask: AcceptTaskRequest => AcceptTaskResponse;
        CompleteTask: CompleteTaskRequest => CompleteTaskResponse;
        BatchCompleteTasks: BatchCompleteTasksRequest => BatchCompleteTasksResponse;
        ReturnTask: ReturnTaskRequest => ReturnTaskResponse;
        ReassignTask: ReassignTaskRequest => ReassignTaskResponse;
        SuspendTask: SuspendTaskRequest => SuspendTaskResponse;
        ResumeTask: ResumeTaskRequest => ResumeTaskResponse;
        AddTaskNote: AddTaskNoteRequest => AddTaskNoteResponse;
    }
    v1 "frsc.v1.ReferralService" {
        CreateReferral: CreateReferralRequest => CreateReferralResponse;
        GetReferral: GetReferralRequest => GetReferralResponse;
        ListReferrals: ListReferralsRequest => ListReferralsResponse;
        SignReferral: SignReferralRequest => SignReferralResponse;
        AssignReferral: AssignReferralRequest => AssignReferralResponse;
        ContactReferral: ContactReferralRequest => ContactReferralResponse;
        RespondReferral: RespondReferralRequest => RespondReferralResponse;
        CloseReferral: CloseReferralRequest => CloseReferralResponse;
        ReturnReferral: ReturnReferralRequest => ReturnReferralResponse;
        ReopenReferral: ReopenReferralRequest => ReopenReferralResponse;
    }
    v1 "frsc.v1.ExpiryService" {
        GetExpiryPlan: GetExpiryPlanRequest => GetExpiryPlanResponse;
        ListExpiring: ListExpiringRequest => ListExpiringResponse;
        PlanRenewal: PlanRenewalRequest => PlanRenewalResponse;
        PlanEmployerRenewals: PlanEmployerRenewalsRequest => PlanEmployerRenewalsResponse;
        RecordLifeEvent: RecordLifeEventRequest => RecordLifeEventResponse;
        ListObligations: ListObligationsRequest => ListObligationsResponse;
        CloseObligation: CloseObligationRequest => CloseObligationResponse;
    }
    v1 "frsc.v1.ExpediteService" {
        RequestExpedite: RequestExpediteRequest => RequestExpediteResponse;
        DecideExpedite: DecideExpediteRequest => DecideExpediteResponse;
        WithdrawExpedite: WithdrawExpediteRequest => WithdrawExpediteResponse;
        GetExpedite: GetExpediteRequest => GetExpediteResponse;
        ListExpedites: ListExpeditesRequest => ListExpeditesResponse;
        GetExpediteStatistics: GetExpediteStatisticsRequest => GetExpediteStatisticsResponse;
    }
    v1 "frsc.v1.SupervisionService" {
        GetCard: GetCardRequest => GetCardResponse;
        ListCards: ListCardsRequest => ListCardsResponse;
        RectifyCard: RectifyCardRequest => RectifyCardResponse;
        CloseCard: CloseCardRequest => CloseCardResponse;
        WithdrawCard: WithdrawCardRequest => WithdrawCardResponse;
        GetDepartmentScores: GetDepartmentScoresRequest => GetDepartmentScoresResponse;
        RunSupervisionSweep: RunSupervisionSweepRequest => RunSupervisionSweepResponse;
    }
    v1 "frsc.v1.NoticeService" {
        GetNotice: GetNoticeRequest => GetNoticeResponse;
        ListNotices: ListNoticesRequest => ListNoticesResponse;
        RetryNotice: RetryNoticeRequest => RetryNoticeResponse;
    }
    admin "frsc.admin.v1.WebhookEndpointService" {
        CreateWebhookEndpoint: CreateWebhookEndpointRequest => CreateWebhookEndpointResponse;
        ListWebhookEndpoints: ListWebhookEndpointsRequest => ListWebhookEndpointsResponse;
        RotateWebhookSecret: RotateWebhookSecretRequest => RotateWebhookSecretResponse;
        PingWebhookEndpoint: PingWebhookEndpointRequest => PingWebhookEndpointResponse;
        DisableWebhookEndpoint: DisableWebhookEndpointRequest => DisableWebhookEndpointResponse;
    }
    v1 "frsc.v1.ReminderService" {
        ListReminders: ListRemindersRequest => ListRemindersResponse;
        GetReminderLadder: GetReminderLadderRequest => GetReminderLadderResponse;
        CompleteReminder: CompleteReminderRequest => CompleteReminderResponse;
        RunReminderSweep: RunReminderSweepRequest => RunReminderSweepResponse;
    }
    v1 "frsc.v1.IdentifierService" {
        ReadScan: ReadScanRequest => ReadScanResponse;
    }
    admin "frsc.admin.v1.AccountService" {
        CreateAccount: CreateAccountRequest => CreateAccountResponse;
        GetAccount: GetAccountRequest => GetAccountResponse;
        ListAccounts: ListAccountsRequest => ListAccountsResponse;
        SetAccountRoles: SetAccountRolesRequest => SetAccountRolesResponse;
        DisableAccount: DisableAccountRequest => DisableAccountResponse;
        EnableAccount: EnableAccountRequest => EnableAccountResponse;
        ResetSecret: ResetSecretRequest => ResetSecretResponse;
    }
    admin "frsc.admin.v1.AuditService" {
        ListAuditRecords: ListAuditRecordsRequest => ListAuditRecordsResponse;
    }
    admin "frsc.admin.v1.CatalogueService" {
        CreateDepartment: CreateDepartmentRequest => CreateDepartmentResponse;
        UpdateDepartment: UpdateDepartmentRequest => UpdateDepartmentResponse;
        CreateServiceItem: CreateServiceItemRequest => CreateServiceItemResponse;
        UpdateServiceItem: UpdateServiceItemRequest => UpdateServiceItemResponse;
        CreateCounter: CreateCounterRequest => CreateCounterResponse;
        UpdateCounter: UpdateCounterRequest => UpdateCounterResponse;
        CreateOpeningHours: CreateOpeningHoursRequest => CreateOpeningHoursResponse;
        UpdateOpeningHours: UpdateOpeningHoursRequest => UpdateOpeningHoursResponse;
        GetBookingPolicy: GetBookingPolicyRequest => GetBookingPolicyResponse;
        UpdateBookingPolicy: UpdateBookingPolicyRequest => UpdateBookingPolicyResponse;
        GetRatingPolicy: GetRatingPolicyRequest => GetRatingPolicyResponse;
        GetWhitelistPolicy: GetWhitelistPolicyRequest => GetWhitelistPolicyResponse;
        UpdateWhitelistPolicy: UpdateWhitelistPolicyRequest => UpdateWhitelistPolicyResponse;
        UpdateRatingPolicy: UpdateRatingPolicyRequest => UpdateRatingPolicyResponse;
        GetExpiryPolicy: GetExpiryPolicyRequest => GetExpiryPolicyResponse;
        UpdateExpiryPolicy: UpdateExpiryPolicyRequest => UpdateExpiryPolicyResponse;
        GetNoticePolicy: GetNoticePolicyRequest => GetNoticePolicyResponse;
        UpdateNoticePolicy: UpdateNoticePolicyRequest => UpdateNoticePolicyResponse;
        GetCasePolicy: GetCasePolicyRequest => GetCasePolicyResponse;
        UpdateCasePolicy: UpdateCasePolicyRequest => UpdateCasePolicyResponse;
        GetSupervisionPolicy: GetSupervisionPolicyRequest => GetSupervisionPolicyResponse;
        UpdateSupervisionPolicy: UpdateSupervisionPolicyRequest => UpdateSupervisionPolicyResponse;
        GetFeeSchedule: GetFeeScheduleRequest => GetFeeScheduleResponse;
        UpdateFeeSchedule: UpdateFeeScheduleRequest => UpdateFeeScheduleResponse;
        GetReferralPolicy: GetReferralPolicyRequest => GetReferralPolicyResponse;
        UpdateReferralPolicy: UpdateReferralPolicyRequest => UpdateReferralPolicyResponse;
        LoadCalendarYear: LoadCalendarYearRequest => LoadCalendarYearResponse;
    }
    admin "frsc.admin.v1.ScheduleService" {
        CreateHallSession: CreateHallSessionRequest => CreateHallSessionResponse;
        UpdateHallSession: UpdateHallSessionRequest => UpdateHallSessionResponse;
        GetHallSession: GetHallSessionRequest => GetHallSessionResponse;
        ListHallSessions: ListHallSessionsRequest => ListHallSessionsResponse;
        SetHallSessionException: SetHallSessionExceptionRequest => SetHallSessionExceptionResponse;
        CreateClosure: CreateClosureRequest => CreateClosureResponse;
        EndClosure: EndClosureRequest => EndClosureResponse;
        ListClosures: ListClosuresRequest => ListClosuresResponse;
    }
}
