//! The methods of what departments work on: cases, their tasks,
//! expedites and supervision.

use super::{Paged, v1};

/// Calls of `CaseService`.
mod case {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.CaseService":
        "CreateCase" CreateCaseRequest CreateCaseResponse,
        "GetCase" GetCaseRequest GetCaseResponse,
        "ListCases" ListCasesRequest ListCasesResponse,
        "ListCaseSteps" ListCaseStepsRequest ListCaseStepsResponse,
        "ExplainDueDate" ExplainDueDateRequest ExplainDueDateResponse,
        "NotifyMissingMaterial" NotifyMissingMaterialRequest NotifyMissingMaterialResponse,
        "SupplementCase" SupplementCaseRequest SupplementCaseResponse,
        "AcceptCase" AcceptCaseRequest AcceptCaseResponse,
        "RefuseCase" RefuseCaseRequest RefuseCaseResponse,
        "SuspendCase" SuspendCaseRequest SuspendCaseResponse,
        "ResumeCase" ResumeCaseRequest ResumeCaseResponse,
        "RequestExtension" RequestExtensionRequest RequestExtensionResponse,
        "DecideExtension" DecideExtensionRequest DecideExtensionResponse,
        "DeliverCase" DeliverCaseRequest DeliverCaseResponse,
        "CloseCase" CloseCaseRequest CloseCaseResponse,
        "WithdrawCase" WithdrawCaseRequest WithdrawCaseResponse,
        "TerminateCase" TerminateCaseRequest TerminateCaseResponse,
        "ReopenCase" ReopenCaseRequest ReopenCaseResponse,
        "RevealApplicantPassportNumber"
            RevealApplicantPassportNumberRequest RevealApplicantPassportNumberResponse,
        "ArchiveCase" ArchiveCaseRequest ArchiveCaseResponse,
    );
}

/// Calls of `TaskService`.
mod task {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.TaskService":
        "GetTask" GetTaskRequest GetTaskResponse,
        "ListTasks" ListTasksRequest ListTasksResponse,
        "AcceptTask" AcceptTaskRequest AcceptTaskResponse,
        "CompleteTask" CompleteTaskRequest CompleteTaskResponse,
        "BatchCompleteTasks" BatchCompleteTasksRequest BatchCompleteTasksResponse,
        "ReturnTask" ReturnTaskRequest ReturnTaskResponse,
        "ReassignTask" ReassignTaskRequest ReassignTaskResponse,
        "SuspendTask" SuspendTaskRequest SuspendTaskResponse,
        "ResumeTask" ResumeTaskRequest ResumeTaskResponse,
        "AddTaskNote" AddTaskNoteRequest AddTaskNoteResponse,
    );
}

/// Calls of `ExpediteService`.
mod expedite {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.ExpediteService":
        "RequestExpedite" RequestExpediteRequest RequestExpediteResponse,
        "DecideExpedite" DecideExpediteRequest DecideExpediteResponse,
        "WithdrawExpedite" WithdrawExpediteRequest WithdrawExpediteResponse,
        "GetExpedite" GetExpediteRequest GetExpediteResponse,
        "ListExpedites" ListExpeditesRequest ListExpeditesResponse,
        "GetExpediteStatistics" GetExpediteStatisticsRequest GetExpediteStatisticsResponse,
    );
}

/// Calls of `ExpiryService`.
mod expiry {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.ExpiryService":
        "GetExpiryPlan" GetExpiryPlanRequest GetExpiryPlanResponse,
        "ListExpiring" ListExpiringRequest ListExpiringResponse,
        "RecordLifeEvent" RecordLifeEventRequest RecordLifeEventResponse,
        "ListObligations" ListObligationsRequest ListObligationsResponse,
        "CloseObligation" CloseObligationRequest CloseObligationResponse,
        "PlanRenewal" PlanRenewalRequest PlanRenewalResponse,
        "PlanEmployerRenewals" PlanEmployerRenewalsRequest PlanEmployerRenewalsResponse,
    );
}

/// Calls of `DocumentService`.
mod document {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.DocumentService":
        "CreateDocument" CreateDocumentRequest CreateDocumentResponse,
        "GetDocument" GetDocumentRequest GetDocumentResponse,
        "ListDocuments" ListDocumentsRequest ListDocumentsResponse,
        "LookupDocument" LookupDocumentRequest LookupDocumentResponse,
        "GetStay" GetStayRequest GetStayResponse,
        "UpdateDocument" UpdateDocumentRequest UpdateDocumentResponse,
        "ReplaceDocument" ReplaceDocumentRequest ReplaceDocumentResponse,
        "CancelDocument" CancelDocumentRequest CancelDocumentResponse,
        "ReportDocumentLost" ReportDocumentLostRequest ReportDocumentLostResponse,
        "RevealDocumentNumber" RevealDocumentNumberRequest RevealDocumentNumberResponse,
        "RecordCustody" RecordCustodyRequest RecordCustodyResponse,
        "ListCustody" ListCustodyRequest ListCustodyResponse,
        "RecordDisclosure" RecordDisclosureRequest RecordDisclosureResponse,
        "ListDisclosures" ListDisclosuresRequest ListDisclosuresResponse,
    );
}

/// Calls of `RatingService`.
mod rating {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.RatingService":
        "RateCase" RateCaseRequest RateCaseResponse,
        "GetRating" GetRatingRequest GetRatingResponse,
        "ListRatings" ListRatingsRequest ListRatingsResponse,
        "GetRatingStatistics" GetRatingStatisticsRequest GetRatingStatisticsResponse,
        "ExplainRectificationDueDate"
            ExplainRectificationDueDateRequest ExplainRectificationDueDateResponse,
        "ContactRater" ContactRaterRequest ContactRaterResponse,
        "MarkRectificationComplex" MarkRectificationComplexRequest MarkRectificationComplexResponse,
        "SubmitRectification" SubmitRectificationRequest SubmitRectificationResponse,
        "RecordCallBack" RecordCallBackRequest RecordCallBackResponse,
        "CloseRectification" CloseRectificationRequest CloseRectificationResponse,
    );
}

/// Calls of `ResidentService`.
mod resident {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.ResidentService":
        "CreateResident" CreateResidentRequest CreateResidentResponse,
        "GetResident" GetResidentRequest GetResidentResponse,
        "ImportResidents" ImportResidentsRequest ImportResidentsResponse,
        "SearchResidents" SearchResidentsRequest SearchResidentsResponse,
        "ListResidentSteps" ListResidentStepsRequest ListResidentStepsResponse,
        "UpdateResident" UpdateResidentRequest UpdateResidentResponse,
        "RecordAddress" RecordAddressRequest RecordAddressResponse,
        "RegisterAccommodation" RegisterAccommodationRequest RegisterAccommodationResponse,
        "RecordConsent" RecordConsentRequest RecordConsentResponse,
        "WithdrawConsent" WithdrawConsentRequest WithdrawConsentResponse,
        "RequestResidentMerge" RequestResidentMergeRequest RequestResidentMergeResponse,
        "ApproveResidentMerge" ApproveResidentMergeRequest ApproveResidentMergeResponse,
        "RejectResidentMerge" RejectResidentMergeRequest RejectResidentMergeResponse,
        "ListResidentMerges" ListResidentMergesRequest ListResidentMergesResponse,
    );
}

/// Calls of `EvidenceService`.
mod evidence {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.EvidenceService":
        "UploadEvidence" UploadEvidenceRequest UploadEvidenceResponse,
        "DownloadEvidence" DownloadEvidenceRequest DownloadEvidenceResponse,
        "GetEvidence" GetEvidenceRequest GetEvidenceResponse,
        "ListEvidence" ListEvidenceRequest ListEvidenceResponse,
        "DeleteEvidence" DeleteEvidenceRequest DeleteEvidenceResponse,
    );
}

/// Calls of `ReminderService`.
mod reminder {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.ReminderService":
        "ListReminders" ListRemindersRequest ListRemindersResponse,
        "GetReminderLadder" GetReminderLadderRequest GetReminderLadderResponse,
        "CompleteReminder" CompleteReminderRequest CompleteReminderResponse,
        "RunReminderSweep" RunReminderSweepRequest RunReminderSweepResponse,
    );
}

/// Calls of `NoticeService`.
mod notice {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.NoticeService":
        "GetNotice" GetNoticeRequest GetNoticeResponse,
        "ListNotices" ListNoticesRequest ListNoticesResponse,
        "RetryNotice" RetryNoticeRequest RetryNoticeResponse,
    );
}

/// Calls of `MandateService`.
mod mandate {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.MandateService":
        "CreateMandate" CreateMandateRequest CreateMandateResponse,
        "VerifyMandate" VerifyMandateRequest VerifyMandateResponse,
        "ApproveMandate" ApproveMandateRequest ApproveMandateResponse,
        "RejectMandate" RejectMandateRequest RejectMandateResponse,
        "RevokeMandate" RevokeMandateRequest RevokeMandateResponse,
        "GetMandate" GetMandateRequest GetMandateResponse,
        "ListMandates" ListMandatesRequest ListMandatesResponse,
    );
}

/// Calls of `EnterpriseService`.
mod enterprise {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.EnterpriseService":
        "CreateEnterprise" CreateEnterpriseRequest CreateEnterpriseResponse,
        "UpdateEnterprise" UpdateEnterpriseRequest UpdateEnterpriseResponse,
        "GetEnterprise" GetEnterpriseRequest GetEnterpriseResponse,
        "SearchEnterprises" SearchEnterprisesRequest SearchEnterprisesResponse,
        "CreateEnterpriseGroup" CreateEnterpriseGroupRequest CreateEnterpriseGroupResponse,
        "UpdateEnterpriseGroup" UpdateEnterpriseGroupRequest UpdateEnterpriseGroupResponse,
        "GetEnterpriseGroup" GetEnterpriseGroupRequest GetEnterpriseGroupResponse,
        "ListEnterpriseGroups" ListEnterpriseGroupsRequest ListEnterpriseGroupsResponse,
        "JoinEnterpriseGroup" JoinEnterpriseGroupRequest JoinEnterpriseGroupResponse,
        "LeaveEnterpriseGroup" LeaveEnterpriseGroupRequest LeaveEnterpriseGroupResponse,
        "MergeEnterpriseGroups" MergeEnterpriseGroupsRequest MergeEnterpriseGroupsResponse,
        "SplitEnterpriseGroup" SplitEnterpriseGroupRequest SplitEnterpriseGroupResponse,
        "ImportEnterprises" ImportEnterprisesRequest ImportEnterprisesResponse,
        "ExportEnterprises" ExportEnterprisesRequest ExportEnterprisesResponse,
    );
}

/// Calls of `WhitelistService`.
mod whitelist {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.WhitelistService":
        "ApplyForWhitelistEntry" ApplyForWhitelistEntryRequest ApplyForWhitelistEntryResponse,
        "RecommendWhitelistEntry" RecommendWhitelistEntryRequest RecommendWhitelistEntryResponse,
        "ApproveWhitelistEntry" ApproveWhitelistEntryRequest ApproveWhitelistEntryResponse,
        "RejectWhitelistEntry" RejectWhitelistEntryRequest RejectWhitelistEntryResponse,
        "WithdrawWhitelistEntry" WithdrawWhitelistEntryRequest WithdrawWhitelistEntryResponse,
        "SuspendWhitelistEntry" SuspendWhitelistEntryRequest SuspendWhitelistEntryResponse,
        "LiftWhitelistSuspension" LiftWhitelistSuspensionRequest LiftWhitelistSuspensionResponse,
        "RevokeWhitelistEntry" RevokeWhitelistEntryRequest RevokeWhitelistEntryResponse,
        "RenewWhitelistEntry" RenewWhitelistEntryRequest RenewWhitelistEntryResponse,
        "ChangeNamedPersons" ChangeNamedPersonsRequest ChangeNamedPersonsResponse,
        "RunWhitelistBatch" RunWhitelistBatchRequest RunWhitelistBatchResponse,
        "GetWhitelistEntry" GetWhitelistEntryRequest GetWhitelistEntryResponse,
        "ListWhitelistEntries" ListWhitelistEntriesRequest ListWhitelistEntriesResponse,
        "CountWhitelistEntries" CountWhitelistEntriesRequest CountWhitelistEntriesResponse,
        "CheckWhitelist" CheckWhitelistRequest CheckWhitelistResponse,
        "BatchCheckWhitelist" BatchCheckWhitelistRequest BatchCheckWhitelistResponse,
        "ListWhitelistCheckCounts"
            ListWhitelistCheckCountsRequest ListWhitelistCheckCountsResponse,
    );
}

/// Calls of `TripService`.
mod trip {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.TripService":
        "FileTrip" FileTripRequest FileTripResponse,
        "CancelTrip" CancelTripRequest CancelTripResponse,
        "CompleteTrip" CompleteTripRequest CompleteTripResponse,
        "GetTrip" GetTripRequest GetTripResponse,
        "ListTrips" ListTripsRequest ListTripsResponse,
    );
}

/// Calls of `FlagService`.
mod flag {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.FlagService":
        "ListFlaggedWork" ListFlaggedWorkRequest ListFlaggedWorkResponse,
        "ResolveFlags" ResolveFlagsRequest ResolveFlagsResponse,
    );
}

/// Calls of `SupervisionService`.
mod supervision {
    use crate::rpc::{Call, v1};
    calls!(v1, "frsc.v1.SupervisionService":
        "GetCard" GetCardRequest GetCardResponse,
        "ListCards" ListCardsRequest ListCardsResponse,
        "RectifyCard" RectifyCardRequest RectifyCardResponse,
        "CloseCard" CloseCardRequest CloseCardResponse,
        "WithdrawCard" WithdrawCardRequest WithdrawCardResponse,
        "GetDepartmentScores" GetDepartmentScoresRequest GetDepartmentScoresResponse,
        "RunSupervisionSweep" RunSupervisionSweepRequest RunSupervisionSweepResponse,
    );
}

paged!(
    v1::ListCasesRequest,
    v1::ListCaseStepsRequest,
    v1::ListTasksRequest,
    v1::ListExpeditesRequest,
    v1::ListExpiringRequest,
    v1::ListObligationsRequest,
    v1::ListRatingsRequest,
    v1::ListDocumentsRequest,
    v1::ListCustodyRequest,
    v1::ListDisclosuresRequest,
    v1::SearchResidentsRequest,
    v1::ListResidentStepsRequest,
    v1::ListResidentMergesRequest,
    v1::ListCardsRequest,
    v1::ListEvidenceRequest,
    v1::ListNoticesRequest,
    v1::ListRemindersRequest,
    v1::ListMandatesRequest,
    v1::GetDepartmentScoresRequest,
    v1::SearchEnterprisesRequest,
    v1::ListEnterpriseGroupsRequest,
    v1::ListWhitelistEntriesRequest,
    v1::ListWhitelistCheckCountsRequest,
    v1::ListTripsRequest,
    v1::ListFlaggedWorkRequest,
);

#[cfg(test)]
pub(super) fn register(list: &mut Vec<[String; 4]>) {
    case::register(list);
    task::register(list);
    expedite::register(list);
    expiry::register(list);
    rating::register(list);
    notice::register(list);
    reminder::register(list);
    document::register(list);
    resident::register(list);
    supervision::register(list);
    evidence::register(list);
    mandate::register(list);
    enterprise::register(list);
    whitelist::register(list);
    trip::register(list);
    flag::register(list);
}
