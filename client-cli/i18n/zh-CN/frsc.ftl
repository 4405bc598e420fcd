# 窗口命令行的文字。每个键在 en 里也要有；反引号里的命令都能执行，测试会检查。

## 帮助的框架

help-usage = 用法
help-commands = 命令
help-command = 命令
help-examples = 例子
help-shortcuts = 快捷
help-options-heading = 选项
help-values-heading = 参数
help-global-heading = 通用选项
help-values = { $help }（可选：{ $values }）
help-default = { $help }（默认 { $value }）

## 命令

cmd-frsc = 外国人服务中心的窗口命令行：预约、签到、叫号、扫描
cmd-auth = 登录、退出、改密码
cmd-auth-login = 登录；密码只从终端或标准输入读
cmd-auth-logout = 退出，会话立即作废
cmd-auth-status = 现在是谁登录、有什么权限
cmd-auth-password = 修改自己的密码，其他会话随之作废
cmd-context = 保存各处的服务器、窗口和语言
cmd-context-list = 列出全部配置，* 是当前的
cmd-context-use = 选用一个配置
cmd-context-set = 新建或修改配置；用 --endpoint --ca-file --counter --lang 给出内容，空值删除该项
cmd-context-delete = 删除一个配置
cmd-dept = 协作部门
cmd-dept-list = 列出某日在册的部门
cmd-dept-show = 看一个部门
cmd-service = 服务事项
cmd-service-list = 列出某日有效的事项
cmd-service-show = 看一个事项：时限、材料、费用、依据
cmd-calendar = 工作日历、期限和费用
cmd-calendar-year = 看一年的放假与调休
cmd-calendar-deadline = 由服务器计算期限，并说明怎么数的
cmd-calendar-fee = 居留许可的费用，以及是否要体检
cmd-calendar-load = 装入一年的日历（CSV：date,kind,name），先用 --dry-run 看哪些日期会变
cmd-hall = 大厅：场次、窗口、开放时间、停办
cmd-hall-list = 列出场次
cmd-hall-show = 看一个场次
cmd-hall-counters = 列出窗口
cmd-hall-hours = 列出开放时间
cmd-hall-closures = 列出停办
cmd-hall-close = 停办一段时间；先数出受影响的预约，再确认
cmd-hall-open = 提前恢复办理
cmd-slots = 号源：空位和暂留
cmd-slots-list = 列出可约的号源
cmd-slots-hold = 暂留一个位置几分钟
cmd-slots-release = 放回暂留的位置
cmd-appt = 预约
cmd-appt-book = 预约一个位置
cmd-appt-list = 列出预约，默认今天的
cmd-appt-show = 看一个预约
cmd-appt-reschedule = 改约到另一个号源
cmd-appt-cancel = 取消预约
cmd-appt-check-in = 签到并发号
cmd-appt-no-show = 记为未到
cmd-appt-reveal = 查看完整护照号；用途会记入审计
cmd-queue = 排队叫号
cmd-queue-issue = 给现场来的人发号
cmd-queue-next = 叫下一个号
cmd-queue-recall = 再叫一次
cmd-queue-serve = 开始办理
cmd-queue-complete = 办完，记下结果
cmd-queue-transfer = 转到另一个窗口
cmd-queue-park = 暂时搁置
cmd-queue-return = 放回等候
cmd-queue-void = 作废：人已离开，预约记为未到
cmd-queue-list = 列出一天的号
cmd-queue-show = 看一个号
cmd-queue-watch = 实时看大厅
cmd-referral = 平治110、12345 转来的诉求
cmd-referral-create = 登记转来的诉求
cmd-referral-list = 按到期先后列出
cmd-referral-show = 查看一件：时限与经过
cmd-referral-sign = 签收
cmd-referral-assign = 指派给部门或市镇村单位
cmd-referral-contact = 登记与来电人的联系
cmd-referral-respond = 登记响应
cmd-referral-close = 反馈结果并办结
cmd-referral-return = 退回：不属本部门
cmd-referral-reopen = 重办：来源不满意
cmd-case = 办件：从收件到归档
cmd-case-create = 收件：从号票、预约或本人登记
cmd-case-list = 列出办件，先到期的在前
cmd-case-show = 看一个办件：部门任务、时限、材料
cmd-case-timeline = 办件的经过，从早到晚
cmd-case-explain = 到期日是怎么数的
cmd-case-notify = 一次性告知缺少的全部材料
cmd-case-supplement = 登记补来的材料
cmd-case-accept = 受理，时限开始计算
cmd-case-refuse = 不予受理
cmd-case-suspend = 中止，写明依据，全部时限停止
cmd-case-resume = 恢复计算时限
cmd-case-extension = 法律允许的一次延长
cmd-case-extension-request = 申请延长
cmd-case-extension-approve = 批准延长（值班长）
cmd-case-extension-reject = 不批准延长（值班长）
cmd-case-deliver = 登记送达
cmd-case-close = 办结
cmd-case-withdraw = 申请人撤回
cmd-case-terminate = 终止不能继续的办件（值班长）
cmd-case-reopen = 重新办理已送达或已办结的办件（值班长）
cmd-case-archive = 归档
cmd-case-reveal = 查看完整护照号；用途会记入审计
cmd-task = 部门任务
cmd-task-list = 列出待处理的任务，先到期的在前
cmd-task-show = 看一个任务和它的时限
cmd-task-accept = 部门接单
cmd-task-complete = 登记部门的决定和文号
cmd-task-return = 退回：不属本部门
cmd-task-reassign = 把任务交给一个部门
cmd-task-suspend = 中止任务，写明依据，时限停止
cmd-task-resume = 恢复计算任务的时限
cmd-task-note = 记一笔，别的部门看不到
cmd-task-complete-batch = 从 CSV 文件批量登记决定：task_id, outcome, document_number, decided_date, reason
cmd-expedite = 加急：提前办结，代价公开
cmd-expedite-preview = 先看加急的效果：新到期日、注意事项、谁被推后；不写入
cmd-expedite-request = 申请加急
cmd-expedite-approve = 批准别人申请的加急（值班长）
cmd-expedite-reject = 不批准加急（值班长）
cmd-expedite-withdraw = 撤回加急，到期日恢复原样
cmd-expedite-list = 列出加急，最近申请的在前
cmd-expedite-show = 看一个加急和批准时的推后账
cmd-expedite-stats = 按事由、部门、审批人统计加急
cmd-expiry = 证件到期意味着什么，之前要办什么
cmd-permit-plan = 最迟哪天申请、还有哪条办理通道、新证受什么限制、费用多少
cmd-expiry-plan = 最迟哪天申请、还有哪条办理通道、新证受什么限制、费用多少
cmd-expiry-list = 即将到期的证件，按最后一天排列，并给出还剩的办理通道；窗口早上看的清单
cmd-expiry-event = 登记居民的变动，由此产生各方应办的事
cmd-expiry-duties = 列出因变动应办的事，按最后期限排列
cmd-expiry-close = 办结应办的事，或说明不必再办
cmd-expiry-renew = 一步约好号、开好办件，办理证件延期
cmd-resident = 人员：登记、查找、随任关系、住址、授权依据和合并
cmd-resident-create = 登记人员，扫描护照或手工填写
cmd-resident-list = 按姓名查找人员，拉丁字母、汉字、拼音或首字母均可
cmd-resident-show = 看一个人员的登记、家属和授权依据
cmd-resident-update = 更改人员登记
cmd-resident-history = 这条登记发生过什么
cmd-resident-address = 登记住址，迟报照样登记
cmd-resident-register = 登记某处住址已办住宿登记
cmd-resident-consent = 登记使用个人信息的目的和依据
cmd-resident-withdraw = 登记本人撤回同意
cmd-resident-merge = 申请把重复登记并入另一条，由他人审核
cmd-resident-merges = 列出合并申请，最早的在前
cmd-resident-approve = 审核通过合并（值班长）
cmd-resident-reject = 驳回合并（值班长）
cmd-rating = 好差评和差评整改
cmd-rating-give = 登记已送达或已办结办件的评价，每次办理一次
cmd-rating-list = 列出评价，最新的在前
cmd-rating-show = 看一个评价和它的整改
cmd-rating-explain = 整改到期日是怎么数的
cmd-rating-contact = 登记与差评人的首次联系
cmd-rating-complex = 认定情况复杂，延长整改时限（值班长）
cmd-rating-rectify = 书面登记整改
cmd-rating-call-back = 登记回访
cmd-rating-close = 回访后销号
cmd-rating-stats = 按事项和等级统计评价
cmd-notice = 发给个人和部门系统的通知，以及放弃发送的通知
cmd-notice-list = 列出通知，最新的在前
cmd-notice-show = 查看一条通知的状态
cmd-notice-retry = 重新发送已放弃的通知
cmd-webhook = 接收通知的部门系统接收端（ADMIN）
cmd-webhook-list = 列出接收端
cmd-webhook-create = 新建接收端；密钥只显示一次
cmd-webhook-ping = 向接收端发送一条试探通知
cmd-webhook-rotate-secret = 更换接收端密钥；新密钥只显示一次
cmd-webhook-disable = 不再向该接收端发送
cmd-reminder = 证件到期提醒
cmd-reminder-list = 按日期列出已发出的提醒
cmd-reminder-ladder = 列出一份证件的全部提醒
cmd-reminder-done = 记录任务已完成
cmd-reminder-sweep = 立即发出到期的提醒（DUTY_LEAD）
cmd-card = 督办：催办、黄牌、红牌
cmd-card-list = 列出督办牌，最新的在前
cmd-card-show = 看一张督办牌
cmd-card-rectify = 书面整改红牌
cmd-card-close = 销号（值班长）
cmd-card-withdraw = 撤回误发的督办牌（值班长）
cmd-card-sweep = 现在就发出到期的督办牌；服务器每 30 秒自己做（值班长）
cmd-card-scores = 部门计分和所依据的督办牌
cmd-evidence = 证明文件：委托书、护照、照片
cmd-evidence-upload = 上传文件，加密保存
cmd-evidence-list = 列出文件，最新的在前
cmd-evidence-show = 看一个文件的信息
cmd-evidence-download = 下载文件；用途记入审计
cmd-evidence-delete = 删除没有被使用的文件
cmd-document = 证件：护照、签证、居留与停留证件、工作许可、永居证、回执
cmd-document-create = 登记证件；护照可扫描机读区
cmd-document-list = 按到期日列出证件
cmd-document-show = 查看一份证件
cmd-document-find = 按完整号码查证件
cmd-document-stay = 某人合法停留至哪天、依据哪些证件
cmd-document-update = 更正填错的内容
cmd-document-replace = 以同类新证件替换旧证件
cmd-document-cancel = 注销证件，或作废误登记的证件
cmd-document-lost = 登记证件遗失或被盗
cmd-document-reveal = 查看完整号码，写明目的，留痕并计入每日次数
cmd-document-disclose = 登记向部门提供敏感信息（纸面、电话）
cmd-document-disclosures = 列出向部门提供敏感信息的台账，保存三年
cmd-permit = 签证与许可类证件
cmd-permit-create = 登记签证或许可类证件
cmd-permit-list = 按到期日列出签证与许可类证件
cmd-permit-show = 查看一份证件
cmd-receipt = 受理回执：受理续办件时开具，送达时收回
cmd-receipt-list = 按到期日列出受理回执
cmd-receipt-show = 查看一份受理回执
cmd-custody = 护照保管去向
cmd-custody-record = 登记护照交给谁
cmd-custody-list = 护照保管记录，最近的在前
cmd-mandate = 委托：谁代谁办、办什么、到何时
cmd-mandate-create = 登记委托书，之后核验、审批
cmd-mandate-list = 列出委托书，最新的在前
cmd-mandate-show = 看一份委托书及其缺项
cmd-mandate-verify = 登记核验：证明文件和法律依据
cmd-mandate-approve = 审批已核验的委托书（值班长，不能是登记人或核验人）
cmd-mandate-reject = 不予批准（值班长）
cmd-mandate-revoke = 撤销委托；已有的办件保留
cmd-scan = 读扫描枪：护照机读区、号票、预约号、信用代码
cmd-account = 账号（管理员）
cmd-account-list = 列出账号
cmd-account-show = 看一个账号
cmd-account-create = 新建账号，一次性密码只显示一次
cmd-account-roles = 更换账号的角色
cmd-account-disable = 停用账号，会话立即作废
cmd-account-enable = 启用或解锁账号
cmd-account-reset-secret = 重置密码，新密码只显示一次
cmd-events = 变更推送
cmd-events-listen = 跟踪变更：每行一条 JSON，各带续读位置
cmd-events-list = 列出后面的变更
cmd-events-position = 已确认到哪里、末尾在哪里、还差多少
cmd-events-ack = 记下已处理到的位置
cmd-audit = 审计（审计员）
cmd-audit-list = 列出审计记录，最新的在前
cmd-completion = 生成命令补全脚本或手册页

## 选项和参数

arg-version = 显示版本
arg-help = 显示帮助
arg-output = 输出格式
arg-json = 等于 -o json
arg-lang = 语言
arg-context = 用哪个配置
arg-endpoint = 服务器地址，例如 https://frsc.example:7443
arg-ca-file = 服务器证书的签发机构（PEM 文件）
arg-color = 颜色
arg-yes = 不再询问
arg-timeout = 每次请求的时限，例如 10s 或 500ms
arg-request-id = 重做同一个请求时给出它的编号（UUID），不会重复办理
arg-login-name = 登录名
arg-password-stdin = 从标准输入读密码
arg-auth-password-password-stdin = 从标准输入读两行：现在的密码、新密码
arg-name = 护照上的姓名
arg-context-use-name = 配置的名称
arg-context-set-name = 配置的名称：字母、数字、- 和 _
arg-context-delete-name = 配置的名称
arg-counter = 窗口，例如 A01；默认取 FRSC_COUNTER 或配置
arg-as-of = 哪一天：2026-03-02、today、+3
arg-limit = 最多几条，默认 50
arg-page-token = 接着上一页
arg-all = 全部
arg-department-id = 部门代码，例如 PSB
arg-department = 部门代码
arg-category = 类别，例如 residence
arg-text = 代码或名称里的字
arg-service-item-id = 事项代码，例如 RP-W-EXT
arg-year = 年份
arg-from = 从哪一天：2026-03-02、today、+3
arg-to = 到哪一天（含）
arg-from-time = 从哪一刻，例如 2026-03-02T09:00
arg-item = 事项代码，可多个，用逗号分开
arg-calendar-deadline-item = 用这个事项的时限
arg-calendar-deadline-from = 起算日
arg-calendar-deadline-kind = 用事项的哪种时限，默认承诺时限
arg-account-create-kind = 账号的种类
arg-amount = 时限的数目
arg-unit = 时限的单位
arg-direction = 向后数还是向前数
arg-month-rule = 按月的时限怎么起算
arg-filing = 非工作时间收件怎么算
arg-suspend = 中止期间，例如 2026-03-04..2026-03-09；没有后一半表示仍在中止
arg-days = 列出每个计入的日子
arg-file = CSV 文件，- 为标准输入
arg-dry-run = 只检查，不写入
arg-session = 场次的编号、名称或编号末几位
arg-start = 开始，例如 2026-03-02T09:00
arg-end = 结束（不含）
arg-reason = 原因
arg-closure = 停办的编号或末几位
arg-channel = 渠道
arg-include-full = 也列出约满的
arg-slot = 号源编号，或它的开始时间，例如 2026-03-03T09:00
arg-hold = 暂留的编号
arg-appt-book-hold = 确认这个暂留；号源和事项要与它相同
arg-language = 用什么语言接待，例如 ja、en、zh
arg-phone = 电话，例如 +8613800000000
arg-email = 电子邮箱
arg-passport = 输入护照号或扫描机读区，不显示
arg-passport-stdin = 从标准输入读护照号或机读区
arg-agent = 代办人姓名或机构
arg-agent-phone = 代办人电话
arg-note = 备注，不要写护照号
arg-state = 状态
arg-appointment = 预约号、编号，或今天预约的末几位
arg-purpose = 用途
arg-purpose-text = 用途说明，不写个人信息
arg-priority = 优先级，0 普通到 9 最先
arg-ticket = 号票，例如 A012；不写就是本窗口正在办的
arg-result = 结果
arg-queue-transfer-to = 转到哪个窗口
arg-to-any = 转给任何能办的窗口
arg-place = 放回原位还是队尾
arg-date = 哪一天
arg-number = 号票号码
arg-watch = 实时刷新
arg-source = - 为标准输入
arg-referral = 件：来源编号、编号，或在办件编号的末几位
arg-referral-create-source = 来源代码，例如 PZ110、12345
arg-referral-list-source = 来源代码，逗号分隔
arg-external-id = 来源的编号
arg-referral-create-category = 类别，小写字母与下划线，例如 accommodation_dispute
arg-summary = 诉求内容
arg-urgency = 紧急程度
arg-ordinary-matter = 12345 一般件：另计工作日时限
arg-received = 来源接到的时间，例如 2026-03-02T21:15；不填为现在
arg-caller = 输入来电人姓名和电话
arg-caller-stdin = 从标准输入读两行：来电人姓名、电话
arg-division = 区划代码：乡镇街道9位，村社区12位
arg-referral-assign-unit = 市镇村单位名称
arg-overdue = 只看已逾期的在办件
arg-due-before = 在此时刻之前到期，例如 2026-03-02T21:45
arg-outcome = 联系结果
arg-response = 采取了什么措施
arg-referral-close-result = 反馈给来源的结果
arg-satisfied = 来电人是否满意
arg-case = 办件编号、末几位，或内部编号
arg-task-list-case = 哪个办件：编号、末几位，或内部编号
arg-task = 任务：办件/事项，例如 K7QM2X/RP-W-EXT；只有一个任务的办件写办件即可；或内部编号
arg-case-explain-task = 办件的哪个任务：事项代码或内部编号
arg-clock = 哪种时限，默认决定到期日的那个
arg-case-create-ticket = 从这个号票；不写又没有写人名时，就是本窗口正在办的
arg-case-create-appointment = 从这个预约
arg-case-create-item = 事项代码，可多个，用逗号分开；默认是来访所办的
arg-case-create-channel = 来件渠道；默认随来访，或现场，有代办人则为代办
arg-case-list-appointment = 这个预约的人的办件
arg-all-materials = 材料都已收到，--material 另有说明的除外
arg-material = 材料及其状态：received 已收、missing 缺、promised 容缺、n/a 不需要，例如 护照=received、单位公函=promised:传真件；可写多次
arg-accept = 当场受理
arg-expires = 所涉证件的最后一天，例如要延期的居留证件
arg-agent-name = 代办人姓名或机构
arg-case-create-mandate = 所凭的委托书：编号或编号的最后几位
arg-ground = 可以代办的理由
arg-after = 须先准予的办件
arg-reference = 别的系统里的编号，例如 ZWW:42
arg-due-to = 到这一天（含）到期的
arg-case-list-department = 有这个部门任务的
arg-case-list-number = 编号，或编号末几位
arg-mine = 我收的
arg-notice = 除缺少的材料外还要告知的话
arg-in-person = 本人或代办人来了
arg-basis = 法律依据
arg-case-deliver-note = 怎样送达
arg-task-complete-outcome = 决定
arg-document-number = 部门的文号
arg-decided = 决定日期，默认今天
arg-task-complete-reason = 理由，不予时必填
arg-task-reassign-to = 部门代码
arg-task-note-note = 内容，不要写护照号
arg-best-effort = 能办几条办几条；不写则全部办成或全部不办
arg-expedite = 加急：办件编号或其末几位，或内部编号
arg-expedite-preview-ground = 加急事由
arg-expedite-request-ground = 加急事由
arg-expedite-list-ground = 这些事由的
arg-expedite-preview-text = 事由说明，不要写护照号
arg-expedite-request-text = 事由说明，事由为 other 时必填，不要写护照号
arg-needed-by = 最晚哪天拿到才有用；默认证件最后一天
arg-expedite-request-evidence = 证明材料，例如邀请函编号；可写多次
arg-expedite-preview-days = 要求几个工作日办结；0 为当天
arg-expedite-request-days = 要求几个工作日办结；0 为当天
arg-expedite-approve-days = 批准几个工作日；默认按申请
arg-approver = 审批人的账号编号
arg-expedite-list-case = 这个办件的
arg-expedite-list-from = 这一天起决定的
arg-expedite-list-to = 到这一天（含）决定的
arg-expedite-stats-from = 申请日从
arg-expedite-stats-to = 申请日到
arg-kind = 哪种证件到期
arg-permit-plan-purpose = 居留证件的事由
arg-permit-plan-expires = 证件的最后一天
arg-permit-plan-start = 新证的起始日
arg-permit-plan-ground = 代办的理由，按申请人所述
arg-permit-plan-document = 在册证件的编号或末几位
arg-permit-plan-resident = 该居民的全部证件：居民编号、姓名或编号末几位
arg-expiry-plan-purpose = 居留证件的事由
arg-class = 工作许可的类别
arg-expiry-plan-expires = 证件的最后一天
arg-travel-document = 护照的最后一天
arg-work-permit = 工作许可的最后一天
arg-principal = 主申请人居留证件的最后一天
arg-contract = 劳动合同的最后一天
arg-expiry-plan-start = 新证的起始日
arg-expiry-plan-ground = 代办的理由，按申请人所述
arg-document = 证件：编号或编号末几位
arg-document-disclose-document = 其中哪份证件
arg-case-create-document = 所续办的在册证件，代替到期日
arg-document-list-kind = 只看这些种类，逗号分隔
arg-document-find-kind = 只查这一种类
arg-document-create-kind = 证件种类
arg-permit-create-kind = 证件种类
arg-resident = 人员编号
arg-status = 只看这些状态，逗号分隔；默认未终止的
arg-document-list-from = 到期日不早于
arg-document-list-to = 到期日不晚于
arg-permit-list-from = 到期日不早于
arg-permit-list-to = 到期日不晚于
arg-receipt-list-from = 到期日不早于
arg-receipt-list-to = 到期日不晚于
arg-holder = 只看由这些人保管的护照
arg-number-stdin = 从标准输入读取完整号码
arg-mrz = 扫描护照机读区
arg-mrz-stdin = 从标准输入读取护照机读区两行
arg-issuer = 签发机关；护照填签发国代码，例如 JPN
arg-issued = 签发日期
arg-valid-from = 生效日期；默认签发日期
arg-document-create-expires = 有效期止
arg-document-update-expires = 有效期止
arg-document-replace-expires = 有效期止
arg-permit-create-expires = 有效期止
arg-permit-purpose = 居留证件的事由
arg-entries = 签证入境次数
arg-stay-days = 签证每次停留天数
arg-entered = 持签证最近一次入境日期
arg-ended = 自哪天起；默认今天
arg-document-reveal-case = 为哪个办件；部门必填
arg-document-disclose-case = 为哪个办件
arg-document-disclose-department = 提供给哪个部门
arg-document-disclosures-department = 提供给这个部门的
arg-field = 提供了哪些字段，例如 document.number，逗号分隔
arg-custody-record-to = 交给谁
arg-custody-record-department = 哪个部门
arg-custody-record-place = 在哪里：窗口、保险柜、快递单
arg-document-create-category = 签证种类，例如 Z、Q1
arg-document-update-category = 签证种类，例如 Z、Q1
arg-document-replace-category = 签证种类，例如 Z、Q1
arg-permit-create-category = 签证种类，例如 Z、Q1
arg-expiry-list-from = 最后一天不早于此日；默认7天前
arg-expiry-list-to = 最后一天不晚于此日；默认30天后
arg-expiry-list-kind = 这些种类，用逗号分隔；默认除受理回执外全部
arg-lane = 这些办理通道，用逗号分隔
arg-employer = 在此单位工作的人：统一社会信用代码
arg-expiry-plan-document = 在册证件的编号或末几位
arg-expiry-plan-resident = 该居民的全部证件：居民编号、姓名或编号末几位
arg-expiry-event-resident = 谁的变动：居民编号、姓名或编号末几位
arg-expiry-event-kind = 发生了什么
arg-at = 何时，例如 2025-09-30T16:00
arg-expiry-event-note = 备注，不写护照号
arg-expiry-duties-resident = 涉及该居民：居民编号、姓名或编号末几位
arg-expiry-duties-state = 这些状态；默认待办
arg-owner = 由这些人办，用逗号分隔
arg-event = 由这些变动产生，用逗号分隔
arg-expiry-duties-to = 期限不晚于此日
arg-expiry-duties-overdue = 只看已逾期的
arg-obligation = 应办事项的编号或末几位
arg-expiry-close-state = 已办，或不必再办（须写明原因）
arg-expiry-close-note = 办了什么，或为何不必再办
arg-expiry-renew-document = 证件编号或末几位
arg-expiry-renew-slot = 指定号源；默认最近的、来得及的空号
arg-expiry-renew-employer = 该单位在此时段内居留证件到期的全部人员
arg-expiry-renew-from = 证件最后一天不早于此日
arg-expiry-renew-to = 证件最后一天不晚于此日
arg-expiry-renew-best-effort = 能办多少办多少；默认全部成功或全部不办
arg-expiry-renew-note = 预约和办件的备注
arg-surname = 护照机读区的姓
arg-given-names = 护照机读区的名
arg-visual-name = 护照上印的姓名，带符号
arg-chinese-name = 中文姓名
arg-other-name = 其他文字的姓名
arg-sex = 性别
arg-born = 出生日期
arg-nationality = 国籍代码，例如 JPN，可用逗号分开
arg-since = 新姓名或国籍的第一天，默认今天
arg-correct = 更正笔误：直接覆盖，不作为曾用姓名或原国籍保留
arg-emergency-name = 紧急联系人
arg-emergency-phone = 紧急联系人电话
arg-time-zone = 所在时区，例如 Asia/Tokyo；夜间不发送提醒
arg-enterprise = 单位的统一社会信用代码
arg-relation = 与主申请人的关系
arg-resident-create-type = 人员类别，默认外国人
arg-resident-update-type = 人员类别
arg-resident-create-principal = 主申请人
arg-resident-update-principal = 主申请人
arg-resident-list-principal = 这个主申请人的家属
arg-resident-list-query = 姓名的词，顺序不限
arg-distinct-from = 看似相同、实为不同的人员，用逗号分开
arg-address = 住址
arg-accommodation = 住处类别
arg-arrived = 何时入住
arg-registered = 何时办的住宿登记
arg-resident-register-number = 住址序号
arg-resident-withdraw-number = 依据序号
arg-resident-consent-purpose = 为何目的
arg-given = 何时给出或开始
arg-resident-consent-evidence = 以何为证
arg-resident-withdraw-text = 如何撤回
arg-duplicate = 重复的登记
arg-into = 并入的登记
arg-merge = 合并申请：编号或末几位
arg-resident-approve-text = 核对了什么
arg-resident-reject-text = 理由
arg-rating = 评价编号或末几位
arg-level = 5 非常满意，到 1 非常不满意
arg-rating-list-case = 这个办件的
arg-rating-list-overdue = 只列整改逾期的
arg-rating-list-level = 这些等级，用逗号分开
arg-tag = 评价内容，评价规则里的词，可多个，用逗号分开
arg-rating-give-text = 评价人的话
arg-rating-give-name = 评价人姓名；不写为匿名
arg-rating-give-phone = 评价人电话，回访用
arg-rating-list-item = 含这个事项的办件
arg-rating-list-department = 有这个部门任务的办件
arg-rating-list-state = 整改状态
arg-rating-contact-text = 联系情况
arg-rating-complex-text = 理由
arg-rating-rectify-text = 整改情况
arg-rating-call-back-text = 回访内容
arg-rating-call-back-outcome = 回访结果
arg-rating-stats-department = 有这个部门任务的办件
arg-notice-show-notice = 通知：编号或编号的末几位
arg-notice-retry-notice = 通知：编号或编号的末几位
arg-about = 有关该对象（编号）
arg-hook = 接收端：编号或编号的末几位
arg-url = 接收地址，https://主机/路径
arg-reminder = 提醒：编号或编号的末几位
arg-open = 只列未完成的专员任务
arg-card = 督办牌：只有一张牌的办件写办件即可；或内部编号、其末几位
arg-rung = 督办级别
arg-card-list-case = 这个办件的
arg-evidence = 文件：编号或编号的最后几位
arg-mandate = 委托书：编号或编号的最后几位
arg-until = 最后一天（含）
arg-notarisation = 公证方式
arg-legal-basis = 法律依据
arg-undecided = 只看待核验或待审批的
arg-mandate-create-name = 委托人姓名，与护照一致
arg-mandate-create-evidence = 证明文件，用逗号分隔
arg-mandate-verify-evidence = 补充的证明文件，用逗号分隔
arg-mandate-list-item = 含这个事项的
arg-evidence-upload-file = 文件：JPEG、PNG 或 PDF
arg-evidence-upload-kind = 证明什么
arg-evidence-upload-case = 属于哪个办件
arg-evidence-upload-label = 名称；不填用文件名
arg-evidence-list-case = 这个办件的
arg-evidence-list-kind = 这些种类的，用逗号分隔
arg-evidence-download-to = 存到哪里；不填用文件编号存在当前目录
arg-card-list-task = 这个任务的
arg-card-list-from = 这一天起发出的
arg-card-list-to = 到这一天（含）发出的
arg-card-scores-from = 这一天起发出的
arg-card-scores-to = 到这一天（含）发出的
arg-card-rectify-text = 问题和整改措施，不写个人信息；- 为标准输入
arg-account = 账号的登录名、编号或末几位
arg-token = 从这个位置之后继续
arg-token-file = 存放和读取位置的文件
arg-events-listen-token = 从这个位置之后继续；不填则从现在开始
arg-events-listen-limit = 收到这么多条后结束
arg-events-list-token = 从这个位置之后继续；不填则从最早的一条开始
arg-audit-list-account = 谁做的：账号编号
arg-role = 角色
arg-grantable = 可以转授的角色
arg-display-name = 显示的姓名
arg-secret-stdin = 从标准输入读首个密码；否则由服务器生成
arg-resource = 对哪个资源：编号
arg-method = 哪个方法
arg-audit-list-result = 结果：OK 或拒绝的原因
arg-shell = 哪种 shell，或 man
arg-dir = 把每个命令的手册页写到这个目录

## 一行错误

error-line = 错误：{ $what }
why-line = 原因：{ $why }
places-line = 最近可约：{ $places }
next-line = 下一步：{ $next }
list-separator = ；
why-incident = 事故编号 { $incident }

## 程序自己的错误

error-unexpected = 出了意外
error-unreachable = 连不上服务器 { $endpoint }
error-timeout = 服务器没有在时限内答复
error-output = 输出写不进去
error-input = 读不到输入
error-input-large = 输入超过 1 MiB
error-input-encoding = 输入不是 UTF-8；请另存为“CSV UTF-8”
error-endpoint = 服务器地址不对：{ $endpoint }；要以 http:// 或 https:// 开头
error-not-signed-in = 还没有登录 { $endpoint }，或登录已过期
error-no-password = 没有给出密码
error-wrong-password = 登录名或密码不对，或账号已锁定、停用
error-passwords-differ = 两次输入的新密码不同
error-config-unreadable = 读不了配置文件 { $path }
error-config-invalid = 配置文件 { $path } 的内容不对
error-config-unwritable = 写不了配置文件 { $path }
error-context-unknown = 没有叫 { $name } 的配置
error-context-name = 配置名称只能用字母、数字、- 和 _，最多 64 个
error-token-file = 位置文件 { $path } 无法读写
error-file-unreadable = 读不了文件 { $path }
error-file-unwritable = 写不了文件 { $path }
error-loose = { $path } 别人也能读写，不能用来放登录凭据
error-not-a-passport = 扫到的不是护照机读区
error-passport-faults = 护照机读区有错
error-no-current-ticket = 窗口 { $counter } 现在没有叫到的号
error-scan-empty = 没有扫到内容
error-scan-faults = 扫描的内容有错
why-needed-by = 办件没有登记证件的最后一天
why-refused = 那个地址上没有服务器在运行
why-unreachable = 网络不通，或地址不对
why-timeout = 服务器忙，或网络慢
why-certificate = 服务器的证书不被信任
resolve-none = 没有找到 { $given }
resolve-many = { $given } 对应不止一个，请多写几位
not-confirmed = 没有确认，什么也没做
interrupted = 已中断；已经发出的操作服务器仍会做完
interrupted-question = 已中断

## 命令写错了

usage-missing = 缺少：{ $flag }
usage-unknown = 没有这个选项：{ $flag }
usage-command = 没有这个命令：{ $command }
usage-value = { $flag } 不能是“{ $value }”
usage-no-value = { $flag } 后面要有值
usage-no-command = 请给出命令
usage-conflict = { $flag } 和其他选项不能一起用
usage-other = 命令写得不对
usage-choices = 可选：{ $choices }
usage-no-terminal = 没有终端可以询问；请用 { $flag }
usage-material = 写成 材料=状态，状态是 received、missing、promised 或 n/a
usage-counter = 不知道是哪个窗口；请用 --counter
usage-transfer = 转到哪里？请用 --to 窗口 或 --to-any

## 询问

ask-login-name = 登录名
ask-password = 密码
ask-new-password = 新密码
ask-new-password-again = 再输一次新密码
ask-name = 护照上的姓名
ask-language = 接待语言（如 ja、en、zh）
ask-mrz = 扫描或键入护照机读区第一行
ask-passport = 护照号，或扫描机读区
ask-scan = 请扫描
ask-second-line = 第二行
ask-caller-name = 来电人姓名（可空）
ask-caller-phone = 来电人电话（可空）
ask-confirm = 确定吗？y/N
ask-number = 请输入记录数以继续
confirm-cancel = 将取消预约 { $number }，位置会放出。
confirm-close-referral = 将办结 { $number } 并向来源反馈。
confirm-void = 将作废 { $ticket }，预约记为未到。
confirm-case-refuse = 将对办件 { $number } 不予受理。
confirm-case-withdraw = 将撤回办件 { $number }。
confirm-case-terminate = 将终止办件 { $number }。
confirm-case-close = 将办结 { $number }。
confirm-expedite-withdraw = 将撤回 { $number } 的加急。
confirm-document-end = 将终止证件 { $document }。
confirm-resident-approve = 将合并 { $merge } 的两条登记，不能撤销。
confirm-rating-close = 将对 { $rating } 的整改销号。
confirm-evidence-delete = 将永久删除文件 { $evidence }。
confirm-mandate-revoke = 将永久撤销委托书 { $mandate }。
confirm-evidence-overwrite = { $path } 已存在，将被覆盖。
confirm-card-close = 将对 { $number } 的督办牌 { $card } 销号。
confirm-card-withdraw = 将撤回 { $number } 的督办牌 { $card }。
confirm-context-delete = 将删除配置 { $name }。
confirm-disable = 将停用 { $account }，其会话立即作废。
confirm-reset-secret = 将重置 { $account } 的密码，其会话立即作废。
confirm-close = 将停办：影响 { $slots } 个号源，减少 { $places } 个位置，{ $orphaned } 个预约要改约。

## 做完了

warn-plain-http = 注意：{ $endpoint } 不加密，密码会以明文经过网络。
signed-in = { $name } 已登录 { $endpoint }。接着：`frsc slots list`、`frsc queue next`。退出：`frsc auth logout`
signed-in-elsewhere = { $name } 已登录 { $endpoint }。能做什么：`frsc auth status --json`。退出：`frsc auth logout`
signed-in-at = 已登录 { $endpoint }
signed-out = 已退出。
signed-out-already = 本来就没有登录。
password-changed = 密码已改，其他会话已作废。
context-used = 现在用配置 { $name }。
context-set = 配置 { $name } 已保存。选用：`frsc context use { $name }`
context-deleted = 配置 { $name } 已删除。
dry-run = 只是检查：全部通过，什么也没写入。
list-empty = 没有符合的。
events-more = 后面还有。继续用 --token { $token }
list-more = 已列 { $count } 条，还有。接着：加 --page-token { $token }，或 --all
calendar-year = { $year } 年有 { $count } 个工作日。
calendar-loaded = { $year } 年日历已装入，{ $count } 个日期随之变动。
calendar-would-load = 只是检查：装入 { $year } 年日历会使 { $count } 个日期变动，什么也没写入。
closed = 已停办。要改约的：`frsc appt list --state orphaned --from today --to +90`。恢复：`frsc hall open { $closure }`
opened = 已恢复办理；已失去位置的预约仍要改约：`frsc appt list --state orphaned --from today --to +90`
held = 已暂留。预约时加 --slot { $slot } --hold { $hold }；放回：`frsc slots release { $hold }`
hold-released = 已放回。
booked = 已预约 { $number }。签到：`frsc appt check-in { $number }`；撤销：`frsc appt cancel { $number }`
rescheduled = { $number } 已改约。改回：`frsc appt reschedule { $number } --slot { $slot }`
cancelled = { $number } 已取消，位置已放出。
checked-in = 已签到，号票 { $ticket }，前面还有 { $ahead } 个。撤销：`frsc queue void { $ticket }`
no-show-marked = { $number } 已记为未到。
no-show-blocked = 到 { $date } 为止不能再网上预约。
revealed = 这次查看已记入审计。
issued = 已发号 { $ticket }，前面还有 { $ahead } 个。撤销：`frsc queue void { $ticket }`
called = 请 { $ticket } 到 { $counter }。人到了：`frsc queue serve`；再叫：`frsc queue recall`；撤销：`frsc queue return`
recalled = 再次呼叫 { $ticket }。没来：`frsc queue return --place end`
serving = { $ticket } 办理中。办完：`frsc queue complete --result done`；搁置：`frsc queue park`
completed = { $ticket } 已办完。下一个：`frsc queue next`
transferred = { $ticket } 已转到 { $to }。
transferred-any = { $ticket } 已转给任何能办的窗口。
parked = { $ticket } 已搁置。放回：`frsc queue return { $ticket }`
returned = { $ticket } 已放回等候。
voided = { $ticket } 已作废。
referral-created = 已登记 { $number }。接着签收：`frsc referral sign { $number }`
referral-signed = 已签收 { $number }。接着指派：`frsc referral assign { $number } --department PSB`
referral-assigned = { $number } 已指派给 { $to }。接着联系：`frsc referral contact { $number } --outcome reached`；撤回：`frsc referral return { $number } --reason 指派有误`
referral-contacted = 已登记与 { $number } 来电人的联系。接着响应：`frsc referral respond { $number } --response 已到场`
referral-responded = { $number } 已响应。办妥后反馈：`frsc referral close { $number } --result 已调解 --satisfied yes`
referral-closed = { $number } 已办结并反馈。撤回：`frsc referral reopen { $number } --reason 来电人不满意`
referral-returned = { $number } 已退回。重新指派：`frsc referral assign { $number } --department PSB`
referral-centre-appoints = { $number } 多次退回，由中心指定：`frsc referral assign { $number } --department PSB`
referral-reopened = { $number } 已重办，仍由 { $to } 办理，响应与反馈重新计时。
queue-state = 等候 { $waiting }，搁置 { $parked }，平均等候 { $mean }。下面的号：{ $next }
case-created = 已收件 { $number }。受理：`frsc case accept { $number }`；撤销：`frsc case withdraw { $number } --reason 误收`
case-created-accepted = 已受理 { $number }，{ $due } 到期。部门任务：`frsc task list --case { $number }`；撤销：`frsc case withdraw { $number } --reason 误收`
case-created-missing = 已收件 { $number }，缺：{ $missing }。一次性告知：`frsc case notify { $number }`；撤销：`frsc case withdraw { $number } --reason 误收`
advice-expedite = 注意：{ $due } 到期，晚于证件最后一天 { $expiry }。加急：`frsc expedite request { $number } --ground urgent-business`；先看效果：`frsc expedite preview { $number }`
advice-late-filing = 晚于按期申请的最后一天 { $on_time }，迟 { $days } 天；只作记录，不影响办理。
advice-too-late = 注意：加急也晚于证件最后一天 { $expiry }；受理回执可证明合法停留。
case-notify = 已一次性告知，缺：{ $missing }。材料来了：`frsc case supplement { $number } --material 护照=received`
case-supplement = 已登记，材料齐全。受理：`frsc case accept { $number }`
case-supplement-missing = 已登记，还缺：{ $missing }。查看：`frsc case show { $number }`
case-supplement-promised = 已登记。查看：`frsc case show { $number }`
case-accept = { $number } 已受理，{ $due } 到期。部门任务：`frsc task list --case { $number }`；怎么数的：`frsc case explain { $number }`
case-refuse = { $number } 已不予受理。归档：`frsc case archive { $number }`
case-suspend = { $number } 已中止，时限停止。恢复：`frsc case resume { $number }`
case-resume = { $number } 恢复计算时限，{ $due } 到期。怎么数的：`frsc case explain { $number }`
case-deliver = { $number } 已送达。办结：`frsc case close { $number }`
case-close = { $number } 已办结。归档：`frsc case archive { $number }`；撤销：`frsc case reopen { $number } --reason 误办`
case-withdraw = { $number } 已撤回。归档：`frsc case archive { $number }`
case-terminate = { $number } 已终止。归档：`frsc case archive { $number }`
case-reopen = { $number } 重新办理。送达：`frsc case deliver { $number }`
case-archive = { $number } 已归档。
case-extension-request = 已申请延长 { $number }。值班长审批：`frsc case extension approve { $number } --reason 情况属实`
case-extension-approve = 已批准延长 { $number }，{ $due } 到期。怎么数的：`frsc case explain { $number } --clock statutory`
case-extension-reject = 没有批准延长 { $number }。
task-accept = 已接单 { $task }。作出决定后：`frsc task complete { $task } --outcome granted --document-number 2023-17`
task-complete = { $task } 已决定。办件：`frsc case show { $case }`
task-return = 已退回 { $task }。另交部门：`frsc task reassign { $task } --to PSB --reason 职责`
task-return-centre = { $task } 多次退回，由值班长指定部门：`frsc task reassign { $task } --to PSB --reason 职责`
task-reassign = { $task } 已交给 { $department }。
task-suspend = { $task } 已中止，时限停止。恢复：`frsc task resume { $task }`
task-resume = { $task } 恢复计算时限。查看：`frsc task show { $task }`
task-note = 已记下。经过：`frsc case timeline { $case }`
batch-all-done = { $all } 条都已登记。
batch-done = 已办
batch-partly = { $all } 条中登记了 { $count } 条
batch-refused = 第 { $line } 行 { $task }：{ $why }
batch-line = 第 { $line } 行：{ $what }
batch-header = 第一行要有 task_id 和 outcome 两列的名称
batch-faults = 文件有错，什么也没提交
batch-row = 第 { $line } 行读不了
batch-outcome = 第 { $line } 行 outcome：“{ $value }”既不是 granted 也不是 not-granted
batch-date = 第 { $line } 行 decided_date：“{ $value }”不是 2023-06-28 这样的日期
expedite-request = 已申请加急 { $number }。值班长审批：`frsc expedite approve { $number } --reason 情况属实`；撤销：`frsc expedite withdraw { $number } --reason 误报`
expedite-approve = 已批准加急 { $number }，已告知各部门。查看：`frsc case show { $number }`；撤销：`frsc expedite withdraw { $number } --reason 误批`
expedite-reject = 没有批准加急 { $number }，到期日不变。
expedite-withdraw = 已撤回加急 { $number }。到期日：`frsc case explain { $number }`
warning-longer = 注意：中间有 { $days } 天休息，不止 24 小时。
warning-holiday = 注意：中间有假日：{ $names }
warning-workdays = 调休上班日计入：{ $days }
warning-provisional = 注意：{ $year } 年日历还没有公布，到期日未定。
warning-needed-by = 注意：到期日晚于最晚需要的 { $date }。
warning-expiry = 注意：到期日晚于证件最后一天 { $date }。
warning-overdue = 注意：会使别人的 { $tasks } 个任务逾期。
notice-retry = { $notice } 将重新发送。查看：`frsc notice show { $notice }`
webhook-secret = 每条通知都用该密钥签名，仅显示这一次。试一试：`frsc webhook ping --help`
webhook-ping = 通知 { $notice } 已发出；值班长或窗口人员可查看：`frsc notice show { $notice }`
webhook-disabled = 不再向它发送。
document-created = 已登记 { $document }。查看：`frsc document show { $document }`；填错了：`frsc document update { $document }`
document-replaced = { $document } 已替换 { $old }。
document-updated = 已更正 { $document }。
document-ended = { $document } 已终止。
document-lost = 已登记遗失。补办后：`frsc document replace { $document }`
document-limited = 注意：护照 { $document } 于 { $expiry } 先到期。
document-unchecked = 注意：旧版永居证号码无公开校验规则，请与原件核对。
disclosure-recorded = 已记入台账。查看：`frsc document disclosures`
custody-recorded = 已登记。记录：`frsc custody list { $document }`
stay-unknown = 在册证件中没有停留依据。
stay-over = 已逾期停留；罚款数额仅供参考，不是处罚决定。
ask-document-number = 证件号码
expiry-event = 已登记 { $event }，产生 { $count } 项应办的事。查看：`frsc expiry duties`
expiry-close = { $obligation } 已办结。查看：`frsc expiry duties`
expiry-renew = 已预约 { $number }，办件等候到场。到场后：`frsc appt check-in { $number }`
expiry-renew-staff = 共 { $count } 件，{ $refused } 件未成。
expiry-renew-part = { $refused } 件未成，原因见各行
resident-create = 已登记 { $resident }。查看：`frsc resident show { $resident }`
resident-update = 已更改 { $resident }。查看：`frsc resident show { $resident }`
resident-former = 原有内容作为曾用姓名或原国籍保留，并记最后一天；更正笔误请用 --correct。
resident-duplicate = 可能已有登记：{ $resident } { $name }。核对：`frsc resident show { $resident }`
resident-merged = 已并入 { $resident }：`frsc resident show { $resident }`
resident-late = 住宿登记迟 { $minutes } 分钟，照样登记。
resident-merge = 合并 { $merge } 待他人审核：`frsc resident approve { $merge } --text compared`
resident-approve = 已并入 { $resident }。查看：`frsc resident show { $resident }`
reminder-done = 已完成。剩余：`frsc reminder list --open`
rating-give = 已登记 { $rating }。查看：`frsc rating show { $rating }`
rating-give-bad = 已登记 { $rating }，是差评。联系评价人：`frsc rating contact { $rating } --text 已联系`
rating-contact = 已登记联系。整改后：`frsc rating rectify { $rating } --text 已整改`
rating-complex = { $rating } 已延长整改时限。查看：`frsc rating show { $rating }`
rating-rectify = 已登记整改。回访：`frsc rating call-back { $rating } --outcome satisfied --text 满意`
rating-call-back = 已登记回访。销号：`frsc rating close { $rating }`
rating-call-back-again = 已登记回访，仍不满意，再整改：`frsc rating rectify { $rating } --text 已整改`
rating-close = { $rating } 的整改已销号。
card-rectify = 已登记整改。值班长销号：`frsc card close { $card } --reason 已整改`
card-close = 已销号 { $card }。办件：`frsc case show { $number }`
card-withdraw = 已撤回 { $card }，不计分。
evidence-upload = 已保存：{ $evidence }。查看：`frsc evidence show { $evidence }`
evidence-download = 已写入 { $path }。此次读取已记入审计。
evidence-delete = 文件已删除。
mandate-create = 已登记：{ $mandate }。核验：`frsc mandate verify --help`
mandate-verify = 已核验 { $mandate }。由他人审批：`frsc mandate approve { $mandate }`
mandate-approve = 已批准 { $mandate }。
mandate-reject = 未批准 { $mandate }。
mandate-revoke = 已撤销 { $mandate }。查看：`frsc mandate show { $mandate }`
error-evidence-type = { $path }：不是 JPEG、PNG 或 PDF（以内容为准）
error-evidence-download = 收到的内容与上传的文件不一致
sweep-done = 发出 { $raised } 张；依法视为受理 { $accepted } 件。查看：`frsc card list`
sweep-bound = 发出 { $raised } 张，还有到期的；依法视为受理 { $accepted } 件。继续：`frsc card sweep`
scan-fault = ✗ { $field }：{ $problem }
scan-warning = ! { $field }：{ $problem }
scan-person-unknown = 护照无在册记录。先扫描登记人员：`{ $command }`；再登记护照：`frsc document create --help`
scan-person-no-stay = 人员 { $resident } 在册证件中没有停留依据。登记许可：`frsc permit create --help`
scan-person-stay = 人员 { $resident } 合法停留至 { $until }（剩余 { $days } 天）。
scan-person-overstay = 人员 { $resident } 停留期已于 { $until } 届满。详情：`frsc document stay { $resident }`
scan-step-normal = 续办证件 { $document }，事项 { $items }：`{ $command }`
scan-step-expedite-advised = 续办证件 { $document }，事项 { $items }：`{ $command }`。法定时限晚于 { $expiry }，建议加急：`frsc expedite request --help`
scan-step-expedite-only = 只有加急才能在 { $expiry } 前办结。续办证件 { $document }，事项 { $items }：`{ $command }`；再申请加急：`frsc expedite request --help`
scan-step-too-late = { $expiry } 前已来不及办结。各项日期：`frsc permit plan { $document }`；仍可申请，事项 { $items }：`{ $command }`
scan-step-plan = 接下来到期的是证件 { $document }（{ $expiry }），中心不办理此类续办。详情：`{ $command }`
scan-step-under-way = 证件 { $document } 的续办件正在办理：`{ $command }`
scan-next-passport = 这是护照。查他的预约：`frsc appt list --passport`；给他预约：`frsc slots list`
scan-next-ticket = 这是号票：`frsc queue show { $value }`
scan-next-appointment = 这是预约。签到：`frsc appt check-in { $value }`
scan-next-enterprise = 企业：`frsc enterprise show { $value }`
scan-enterprise-unknown = 该信用代码的企业尚未登记。登记：`frsc enterprise create { $enterprise } --help`
scan-enterprise-flagged = 有待出行的行程，其依据已变化：`frsc flag show { $trip }`
scan-enterprise-no-entry = 没有已申请或有效的白名单记录。申请：`frsc whitelist apply { $enterprise } --help`
scan-enterprise-applied = 待推荐：`frsc whitelist recommend { $entry } --help`
scan-enterprise-recommended = 待批准：`frsc whitelist approve { $entry } --help`
scan-enterprise-suspended = 已暂停；原因：`frsc whitelist history { $entry }`
scan-enterprise-renew = 可以续期：`frsc whitelist renew { $entry } --help`
scan-enterprise-later = 有效，{ $date } 起可续期。登记行程：`frsc trip file { $enterprise } --help`
scan-enterprise-in-force = 有效。登记行程：`frsc trip file { $enterprise } --help`
scan-next-none = 校验无误。
account-created = 账号 { $account } 已建。停用：`frsc account disable { $account }`
account-changed = 角色已更换，下一次请求起生效。
account-disabled = { $account } 已停用。恢复：`frsc account enable { $account }`
account-enabled = { $account } 已启用。
account-secret-reset = { $account } 的密码已重置；请他登录后执行 `frsc auth password`
secret-not-repeated = 账号早已建好，密码不再显示；要新的：`frsc account reset-secret { $account }`
secret-once = 一次性密码如下，只显示这一次：

## 下一步

next-help = `{ $command } --help`
next-context-list = `frsc context list`
next-unreachable = 看地址对不对：`frsc context list`，或请管理员启动服务器；再做一次是安全的
next-certificate = 指定签发机构：`frsc context set default --ca-file ca.pem`
next-timeout = 再做一次，或加 --timeout 30s；重复是安全的
next-repeat-write = 加 --request-id { $request_id } 重做同一命令，不会办两次
next-nearest = 用最近的重办：加 --slot { $slot }；全部号源：`frsc slots list`
next-loose = chmod { $mode } { $path }
next-resolve = 不是今天的请写完整编号；查：`{ $look }`
next-look = 查：`{ $look }`
next-item = 看有哪些事项：`frsc service list`
next-batch-header = 看各列的名称：`frsc task complete-batch --help`
next-batch-faults = 改好这些行再做
next-batch-partly = 改好被拒绝的行，只用这些行再做；未办任务：`frsc task list`
next-counter = 存起来：`frsc context set default --counter A01`
next-call = 叫号：`frsc queue next`
next-scan-again = 核对后重新扫描：`frsc scan`
next-INVALID_FIELD = 改好所列各项再做
next-UNAUTHENTICATED = `frsc auth login`
next-wrong-password = 核对后再登录；连续输错五次锁定15分钟
next-PERMISSION_DENIED = 看自己的角色：`frsc auth status`；需要时请管理员授权
next-NOT_FOUND = 核对编号：`{ $look }`
next-ALREADY_EXISTS = 已有的是 { $existing_id }
next-ETAG_MISMATCH = 刚被别人改过：再看一遍，再做一次
next-REQUEST_ID_REUSED = 不要带 --request-id，重做一次
next-CONFLICT_RETRY = 再做一次是安全的
next-STATE_TRANSITION_FORBIDDEN = 看现在的状态：`{ $look }`
next-from-CALLED = 先开始办理：`frsc queue serve`
next-SELF_APPROVAL = 请另一个人批准
next-CALENDAR_NOT_PUBLISHED = 请管理员装入：`frsc calendar load { $year } calendar.csv --dry-run`
next-RATE_LIMITED = { $seconds } 秒后再做
next-OVERLOADED = { $seconds } 秒后再做，是安全的
next-MESSAGE_TOO_LARGE = 分成几次
next-DEADLINE_EXCEEDED = 再做一次，或加 --timeout 30s
next-UNAVAILABLE = { $seconds } 秒后再做，是安全的
next-INTERNAL = 把事故编号告诉管理员
next-METHOD_UNKNOWN = 服务器较旧：请管理员升级
next-DRAINING = 再做一次
next-EVENT_TOKEN_TOO_OLD = 重新读取列表，再从列表给出的 feed_token 继续；只要新的：`frsc events listen`
next-READER_TOO_SLOW = 从最后的位置重新打开
next-SLOT_FULL = 另找号源：`frsc slots list`
next-SLOT_NOT_OFFERED = 另找号源：`frsc slots list`
next-SLOT_PAST = 另找号源：`frsc slots list`
next-BOOKED_TOO_LATE = 往后找：`frsc slots list --from +1`
next-BEYOND_BOOKING_WINDOW = 往前找：`frsc slots list`
next-DUPLICATE_BOOKING = 看已有的预约：`frsc appt list --passport`
next-NO_SHOW_BLOCK = 可以现场取号：`frsc queue issue --item RP-W-EXT`
next-CHANNEL_FULL = 另找号源或渠道：`frsc slots list --channel walk-in`
next-NO_COUNTER_SERVES = 分开预约，看各事项的号源：`frsc slots list`
next-ITEM_NOT_IN_FORCE = 看有效的事项：`frsc service list`
next-DEPARTMENT_NOT_RESPONSIBLE = 看事项归谁：`frsc service list`
next-HOLD_EXPIRED = 重新找号源：`frsc slots list`
next-HOLD_USED = 看预约：`frsc appt list`
next-TOO_MANY_HOLDS = 先确认或释放已有的暂留，或等其到期
next-WALK_IN_TODAY_ONLY = 改用预约渠道：`frsc slots list --channel booked`
next-CANCELLED_TOO_LATE = 到时人没来，登记未到：`frsc appt no-show --help`
next-CHECK_IN_WRONG_DAY = 改约到今天：`frsc slots list --from today --to today`
next-NO_SHOW_TOO_EARLY = 号源开始后再记
next-QUEUE_EMPTY = 看大厅：`frsc queue watch`
next-COUNTER_BUSY = 先办完手上的：`frsc queue complete --result done`，或 `frsc queue return`
next-COUNTER_LACKS_SKILL = 看窗口能办什么：`frsc hall counters`
next-ROLE_CONFLICT = 管理员和审计要分给两个人
next-GRANT_EXCEEDS_OWN = 请有权转授的人来做
next-SELF_GRANT = 请另一位管理员来做
next-LAST_ADMIN = 先建另一个管理员
next-PLACES_BELOW_SOLD = 先停办那几天：`frsc hall closures`
next-PROXY_NOT_ALLOWED = 写明可以代办的理由：`frsc case create --help`；规定：`frsc service show RP-W-EXT`
next-MANDATE_MISSING = 先登记：`frsc mandate create --help`，再加 --mandate
next-MATERIAL_MISSING = 一次性告知：`frsc case notify --help`；材料来了：`frsc case supplement --help`
next-PREREQUISITE_OPEN = 看那个办件：`frsc case show { $case_id }`
next-NOTICE_GIVEN = 登记补来的材料：`frsc case supplement --help`
next-EXTENSION_NOT_ALLOWED = 看事项的规定：`frsc service show RP-W-EXT`
next-EXTENSION_USED = 看办件：`frsc case show --help`
next-NO_REQUEST = 先申请：`frsc case extension request --help`
next-TASK_DEPENDENCY_OPEN = 看未办任务：`frsc task list`
next-JOINT_REFUSED = 用 --outcome not-granted 登记
next-RETURN_FORBIDDEN = 登记决定：`frsc task complete --help`
next-APPOINTMENT_BY_LEAD = 请值班长：`frsc task reassign --help`
next-NOTHING_MISSING = 受理：`frsc case accept --help`
next-NOT_EXPEDITABLE = 看事项的规定：`frsc service show { $service_item_id }`
next-BELOW_EXPEDITE_MINIMUM = 用 --days { $minimum_working_days } 再做
next-EXPEDITE_OPEN = 查看：`frsc expedite show { $expedite_id }`
next-EXPEDITE_QUOTA_USED = 明天再批；今天已批的：`frsc expedite list --state approved --from today`
next-NEEDED_BY_PASSED = 用更晚的 --needed-by 重新申请
next-EXPEDITE_NOT_SOONER = 看到期日：`frsc task list`
next-POSSIBLE_DUPLICATE = 核对这些人员；确为不同的人时注明与其不同
next-DEPENDANT_CIRCLE = 另选主申请人
next-RESIDENT_MERGED = 用并入后的登记继续办理
next-MERGE_OPEN = 请其他人审核
next-NOT_CONSENT = 另行登记依据
next-REVEAL_QUOTA_USED = 明日再查看，或请管理员调整每日次数
next-NOT_A_PASSPORT = 看证件：`frsc document list`
next-CUSTODY_UNCHANGED = 看保管记录：`frsc custody list --help`
next-RECEIPT_OF_CASE = 看办件：`frsc case list`
next-NOT_RENEWABLE = 查看即将到期的证件：`frsc expiry list`
next-RENEWAL_UNDER_WAY = 查看办件：`frsc case list`
next-NO_PLACE_IN_TIME = 查看号源：`frsc slots list`
next-NOT_RATING_PLATFORM = 请中心登记：`frsc rating give --help`
next-COMPLEX_ALREADY = 看评价：`frsc rating list`
next-CALL_BACK_MISSING = 登记回访：`frsc rating call-back --help`
next-CALL_BACK_OWED = 先回访，再用 --outcome satisfied 或 not-satisfied 登记
next-RECTIFICATION_MISSING = 先书面整改：`frsc card rectify --help`
next-RECTIFICATION_NOT_ASKED = 看督办牌：`frsc card list`
next-EVIDENCE_TOO_LARGE = 缩小后再上传：`frsc evidence upload --help`
next-EVIDENCE_TYPE_REFUSED = 扫描成 JPEG、PNG 或 PDF 再上传：`frsc evidence upload --help`
next-EVIDENCE_MISMATCH = 重新上传：`frsc evidence upload --help`
next-EVIDENCE_IN_USE = 查看：`frsc evidence list`
next-MANDATE_NOT_VALID = 看缺什么：`frsc mandate list`
next-MANDATE_INCOMPLETE = 补齐缺项：`frsc mandate verify --help`
next-VALIDITY_OVERLAP = 先结束原来的一条
next-APPOINTED_BY_CENTRE = 请办理；查看经过：`frsc referral list`
next-REFERRAL_OF_ANOTHER_DEPARTMENT = 查看本部门的件：`frsc referral list`
next-SOURCE_OF_ANOTHER_DEPARTMENT = 核对来源代码，或请该来源的部门办理

## 拒绝的原因

reason-INVALID_FIELD = 有字段不对
reason-UNAUTHENTICATED = 没有登录，或登录名、密码不对
reason-PERMISSION_DENIED = 你的角色不能做这件事
reason-NOT_FOUND = 没有，或不归你看
reason-ALREADY_EXISTS = 已经有了
reason-ETAG_MISMATCH = 内容已被别人改动
reason-REQUEST_ID_REUSED = 这个请求编号已用于别的请求
reason-CONFLICT_RETRY = 同时有别的操作
reason-STATE_TRANSITION_FORBIDDEN = 现在的状态不能这样做
reason-SELF_APPROVAL = 不能批准自己的申请
reason-CALENDAR_NOT_PUBLISHED = 那一年的工作日历还没有公布
reason-RATE_LIMITED = 请求太频繁
reason-OVERLOADED = 服务器忙
reason-MESSAGE_TOO_LARGE = 内容太大
reason-DEADLINE_EXCEEDED = 没有在时限内完成
reason-UNAVAILABLE = 服务器暂时不能用
reason-INTERNAL = 服务器内部出错
reason-METHOD_UNKNOWN = 服务器没有这个功能
reason-DRAINING = 服务器正在重启
reason-EVENT_TOKEN_TOO_OLD = 该位置之后的变更已不再保留
reason-READER_TOO_SLOW = 读取变更的速度过慢
reason-SLOT_FULL = 约满
reason-SLOT_NOT_OFFERED = 这个时段不开放
reason-SLOT_PAST = 已过
reason-BOOKED_TOO_LATE = 已过预约截止
reason-BEYOND_BOOKING_WINDOW = 还没有开放预约
reason-DUPLICATE_BOOKING = 同日同事项已有预约
reason-NO_SHOW_BLOCK = 因多次未到，暂停网上预约
reason-CHANNEL_FULL = 该渠道已满
reason-NO_COUNTER_SERVES = 没有窗口能一次办完
reason-ITEM_NOT_IN_FORCE = 事项当日无效
reason-DEPARTMENT_NOT_RESPONSIBLE = 不是本部门的事项
reason-HOLD_EXPIRED = 暂留已过期
reason-HOLD_USED = 暂留已用过
reason-TOO_MANY_HOLDS = 暂留过多
reason-WALK_IN_TODAY_ONLY = 现场号只限当天
reason-CANCELLED_TOO_LATE = 已过取消或改约的时限
reason-CHECK_IN_WRONG_DAY = 只能在当天签到
reason-NO_SHOW_TOO_EARLY = 时段还没有开始
reason-QUEUE_EMPTY = 没有人在等
reason-COUNTER_BUSY = 窗口还有没办完的号
reason-COUNTER_LACKS_SKILL = 这个窗口不办该事项
reason-ROLE_CONFLICT = 角色互斥
reason-GRANT_EXCEEDS_OWN = 不能转授这个角色
reason-SELF_GRANT = 不能给自己授权
reason-LAST_ADMIN = 至少要留一个管理员
reason-PLACES_BELOW_SOLD = 位置少于已约出的
reason-PROXY_NOT_ALLOWED = 不能以此理由代办
reason-MANDATE_MISSING = 没有登记的委托书
reason-MATERIAL_MISSING = 缺少材料
reason-PREREQUISITE_OPEN = 须先准予另一办件
reason-NOTICE_GIVEN = 已作过一次性告知
reason-EXTENSION_NOT_ALLOWED = 法律没有规定可以延长
reason-EXTENSION_USED = 延长只有一次，已申请或已用
reason-NO_REQUEST = 没有待审批的申请
reason-TASK_DEPENDENCY_OPEN = 须先决定另一事项
reason-JOINT_REFUSED = 联办件已有事项不予
reason-RETURN_FORBIDDEN = 指定的部门不能退回
reason-APPOINTMENT_BY_LEAD = 须由值班长指定
reason-NOTHING_MISSING = 材料齐全
reason-NOT_EXPEDITABLE = 该事项不能加急
reason-BELOW_EXPEDITE_MINIMUM = 短于该事项最短加急时限
reason-EXPEDITE_OPEN = 该办件已有加急
reason-EXPEDITE_QUOTA_USED = 今天的加急名额已用完
reason-NEEDED_BY_PASSED = 最晚需要日已过
reason-EXPEDITE_NOT_SOONER = 加急也不会提前
reason-POSSIBLE_DUPLICATE = 可能已有登记
reason-DEPENDANT_CIRCLE = 主申请人本身是此人的家属
reason-RESIDENT_MERGED = 该人员已并入另一条登记
reason-MERGE_OPEN = 已有待审核的合并
reason-NOT_CONSENT = 只有同意可以撤回
reason-REVEAL_QUOTA_USED = 今日查看完整号码的次数已用完
reason-NOT_A_PASSPORT = 只登记护照的保管去向
reason-CUSTODY_UNCHANGED = 护照已在此处
reason-RECEIPT_OF_CASE = 办件的受理回执随办件变化
reason-NOT_RENEWABLE = 中心不办理这种证件的延期或换发
reason-RENEWAL_UNDER_WAY = 已有办件在办理该证件
reason-NO_PLACE_IN_TIME = 没有来得及的可预约号
reason-NOT_RATING_PLATFORM = 只有评价主管部门的系统可以登记评价
reason-COMPLEX_ALREADY = 已延长过整改时限
reason-CALL_BACK_MISSING = 没有回访不能销号
reason-CALL_BACK_OWED = 实名评价须回访
reason-RECTIFICATION_MISSING = 红牌还没有书面整改
reason-RECTIFICATION_NOT_ASKED = 只有红牌要书面整改
reason-EVIDENCE_TOO_LARGE = 文件超过大小限制
reason-EVIDENCE_TYPE_REFUSED = 文件内容与所填类型不符，或不是可接收的类型
reason-EVIDENCE_MISMATCH = 收到的文件与所填的不符
reason-EVIDENCE_IN_USE = 文件仍被使用
reason-MANDATE_NOT_VALID = 不能凭该委托书代办
reason-MANDATE_INCOMPLETE = 委托书不完整
reason-VALIDITY_OVERLAP = 与另一条的日期重叠
reason-APPOINTED_BY_CENTRE = 由中心指定，不能退回
reason-REFERRAL_OF_ANOTHER_DEPARTMENT = 未指派给本部门
reason-SOURCE_OF_ANOTHER_DEPARTMENT = 来源不属于本部门

## 日期和长短

relative-today = (今天)
relative-tomorrow = (明天)
relative-yesterday = (昨天)
relative-ahead = ({ $days }天后)
relative-ago = ({ $days }天前)
late = { $date } 逾期
length-seconds = { $seconds } 秒
length-minutes = { $minutes } 分
length-left = 剩 { $length }
length-late = 逾期 { $length }
bool-true = 是
bool-false = 否
limit-LIMIT_UNIT_UNSPECIFIED = { $amount }
limit-LIMIT_UNIT_WORKING_DAYS = { $amount } 个工作日
limit-LIMIT_UNIT_CALENDAR_DAYS = { $amount } 日
limit-LIMIT_UNIT_HOURS = { $amount } 小时
limit-LIMIT_UNIT_MINUTES = { $amount } 分钟
limit-LIMIT_UNIT_MONTHS = { $amount } 个月
limit-LIMIT_UNIT_INSTANT = 即办

## 枚举

enum-CHANNEL_BOOKED = 预约
enum-CHANNEL_WALK_IN = 现场
enum-CHANNEL_THIRD_PARTY = 代办
enum-ROLE_CLERK = 窗口
enum-ROLE_DUTY_LEAD = 值班长
enum-ROLE_DEPARTMENT_OFFICER = 部门经办
enum-ROLE_PARTNER_SYSTEM = 部门系统
enum-ROLE_AUDITOR = 审计
enum-ROLE_ADMIN = 管理员
enum-APPOINTMENT_STATE_BOOKED = 已约
enum-APPOINTMENT_STATE_CHECKED_IN = 已签到
enum-APPOINTMENT_STATE_SERVED = 已办
enum-APPOINTMENT_STATE_CANCELLED = 已取消
enum-APPOINTMENT_STATE_NO_SHOW = 未到
enum-APPOINTMENT_STATE_ORPHANED = 待改约
enum-TICKET_STATE_WAITING = 等候
enum-TICKET_STATE_CALLED = 已叫
enum-TICKET_STATE_SERVING = 办理中
enum-TICKET_STATE_PARKED = 搁置
enum-TICKET_STATE_COMPLETED = 办完
enum-TICKET_STATE_VOID = 作废
enum-TICKET_RESULT_DONE = 办结
enum-TICKET_RESULT_RECEIVED = 收件
enum-TICKET_RESULT_MATERIAL_MISSING = 一次性告知
enum-TICKET_RESULT_ADVISED = 咨询
enum-TICKET_RESULT_REFERRED = 指引
enum-REFERRAL_STATE_RECEIVED = 待签收
enum-REFERRAL_STATE_SIGNED = 已签收
enum-REFERRAL_STATE_ASSIGNED = 已指派
enum-REFERRAL_STATE_CONTACTED = 已联系
enum-REFERRAL_STATE_RESPONDED = 已响应
enum-REFERRAL_STATE_RETURNED = 已退回
enum-REFERRAL_STATE_CENTRE_APPOINTS = 中心指定
enum-REFERRAL_STATE_CLOSED = 已办结
enum-REFERRAL_URGENCY_ORDINARY = 一般
enum-REFERRAL_URGENCY_URGENT = 紧急
enum-REFERRAL_URGENCY_EMERGENCY = 特急
enum-CONTACT_OUTCOME_REACHED = 已联系上
enum-CONTACT_OUTCOME_NO_ANSWER = 无人接听
enum-CONTACT_OUTCOME_WRONG_NUMBER = 号码有误
enum-CONTACT_OUTCOME_NO_NUMBER = 未留联系方式
enum-REFERRAL_STEP_KIND_CREATED = 转来
enum-REFERRAL_STEP_KIND_SIGNED = 签收
enum-REFERRAL_STEP_KIND_ASSIGNED = 指派
enum-REFERRAL_STEP_KIND_CONTACTED = 联系
enum-REFERRAL_STEP_KIND_RESPONDED = 响应
enum-REFERRAL_STEP_KIND_CLOSED = 反馈
enum-REFERRAL_STEP_KIND_RETURNED = 退回
enum-REFERRAL_STEP_KIND_REOPENED = 重办
enum-REFERRAL_CLOCK_KIND_SIGN = 签收
enum-REFERRAL_CLOCK_KIND_CONTACT = 联系
enum-REFERRAL_CLOCK_KIND_RESPOND = 响应
enum-REFERRAL_CLOCK_KIND_CLOSE = 反馈
enum-REFERRAL_CLOCK_KIND_ORDINARY = 一般件
enum-PRESENCE_STANDING = 常驻
enum-PRESENCE_BY_APPOINTMENT = 预约到场
enum-PRESENCE_THIRD_PARTY = 第三方
enum-LIMIT_UNIT_WORKING_DAYS = 工作日
enum-LIMIT_UNIT_CALENDAR_DAYS = 自然日
enum-LIMIT_UNIT_HOURS = 小时
enum-LIMIT_UNIT_MINUTES = 分钟
enum-LIMIT_UNIT_MONTHS = 月
enum-LIMIT_UNIT_INSTANT = 即办
enum-CALENDAR_DAY_KIND_HOLIDAY = 放假
enum-CALENDAR_DAY_KIND_WORKDAY = 调休上班
enum-SCAN_KIND_PASSPORT_MRZ = 护照
enum-SCAN_KIND_TICKET = 号票
enum-SCAN_KIND_APPOINTMENT = 预约
enum-SCAN_KIND_CREDIT_CODE = 统一社会信用代码
enum-SCAN_KIND_PERMANENT_RESIDENCE_NUMBER = 永居证号
enum-ACCOUNT_KIND_PERSON = 人员
enum-ACCOUNT_KIND_PARTNER_SYSTEM = 部门系统
enum-ACCOUNT_STATE_ACTIVE = 启用
enum-ACCOUNT_STATE_DISABLED = 停用
enum-CASE_STATE_RECEIVED = 收件
enum-CASE_STATE_MATERIAL_NOTIFIED = 已告知补正
enum-CASE_STATE_ACCEPTED = 受理
enum-CASE_STATE_SUSPENDED = 中止
enum-CASE_STATE_DECIDED = 已决定
enum-CASE_STATE_DELIVERED = 已送达
enum-CASE_STATE_CLOSED = 办结
enum-CASE_STATE_REFUSED = 不予受理
enum-CASE_STATE_WITHDRAWN = 撤回
enum-CASE_STATE_TERMINATED = 终止
enum-CASE_STATE_ARCHIVED = 归档
enum-CASE_CHANNEL_BOOKED = 预约
enum-CASE_CHANNEL_WALK_IN = 现场
enum-CASE_CHANNEL_THIRD_PARTY = 代办
enum-CASE_CHANNEL_HOTLINE = 热线
enum-CASE_CHANNEL_ONLINE = 线上
enum-PROXY_GROUND_UNDER_16 = 未满16周岁
enum-PROXY_GROUND_AGED_60_OR_OVER = 已满60周岁
enum-PROXY_GROUND_UNABLE_TO_MOVE = 疾病行动不便
enum-PROXY_GROUND_NEEDED_TALENT = 国家需要的人才
enum-PROXY_GROUND_GOOD_RECORD = 非首次入境且记录良好
enum-PROXY_GROUND_INVITER_GUARANTEES = 邀请方担保费用
enum-PROXY_KIND_FREE = 可以
enum-PROXY_KIND_ON_GROUNDS = 有理由时
enum-PROXY_KIND_NEVER = 不可以
enum-MATERIAL_STATE_RECEIVED = 已收
enum-MATERIAL_STATE_MISSING = 缺
enum-MATERIAL_STATE_PROMISED = 容缺
enum-MATERIAL_STATE_NOT_APPLICABLE = 不需要
enum-CLOCK_KIND_STATUTORY = 法定
enum-CLOCK_KIND_PROMISED = 承诺
enum-CLOCK_KIND_EXPEDITED = 加急
enum-CLOCK_KIND_RECEIPT = 回执
enum-CLOCK_KIND_NOTICE = 一次性告知
enum-CLOCK_KIND_SUPPLEMENT = 容缺补正
enum-CLOCK_STATE_RUNNING = 计时
enum-CLOCK_STATE_SUSPENDED = 停止
enum-CLOCK_STATE_MET = 已完成
enum-CLOCK_STATE_CANCELLED = 取消
enum-CASE_ADVICE_EXPEDITE_ADVISED = 建议加急
enum-CASE_ADVICE_LATE_FILING = 迟申请
enum-CASE_ADVICE_EXPEDITE_TOO_LATE = 加急也来不及
enum-OUTCOME_GRANTED = 准予
enum-OUTCOME_NOT_GRANTED = 不予
enum-CASE_STEP_KIND_RECEIVED = 收件
enum-CASE_STEP_KIND_MATERIAL_NOTIFIED = 一次性告知
enum-CASE_STEP_KIND_SUPPLEMENTED = 补正
enum-CASE_STEP_KIND_ACCEPTED = 受理
enum-CASE_STEP_KIND_DEEMED_ACCEPTED = 视为受理
enum-CASE_STEP_KIND_REFUSED = 不予受理
enum-CASE_STEP_KIND_SUSPENDED = 中止
enum-CASE_STEP_KIND_RESUMED = 恢复
enum-CASE_STEP_KIND_EXTENSION_REQUESTED = 申请延长
enum-CASE_STEP_KIND_EXTENDED = 延长
enum-CASE_STEP_KIND_EXTENSION_REJECTED = 不批准延长
enum-CASE_STEP_KIND_EXPEDITE_REQUESTED = 申请加急
enum-CASE_STEP_KIND_EXPEDITED = 加急
enum-CASE_STEP_KIND_EXPEDITE_REJECTED = 不批准加急
enum-CASE_STEP_KIND_EXPEDITE_WITHDRAWN = 撤回加急
enum-CASE_STEP_KIND_TASK_ACCEPTED = 接单
enum-CASE_STEP_KIND_TASK_RETURNED = 退回
enum-CASE_STEP_KIND_TASK_REASSIGNED = 改派
enum-CASE_STEP_KIND_TASK_COMPLETED = 部门决定
enum-CASE_STEP_KIND_NOTED = 记事
enum-CASE_STEP_KIND_DECIDED = 决定
enum-CASE_STEP_KIND_DELIVERED = 送达
enum-CASE_STEP_KIND_CLOSED = 办结
enum-CASE_STEP_KIND_WITHDRAWN = 撤回
enum-CASE_STEP_KIND_TERMINATED = 终止
enum-CASE_STEP_KIND_REOPENED = 重新办理
enum-CASE_STEP_KIND_ARCHIVED = 归档
enum-CASE_STEP_KIND_DUE_DATE_MOVED = 到期日变动
enum-CASE_STEP_KIND_FLAGGED = 待复核
enum-TASK_STATE_WAITING = 待受理
enum-TASK_STATE_OPEN = 待接单
enum-TASK_STATE_ACCEPTED = 办理中
enum-TASK_STATE_SUSPENDED = 中止
enum-TASK_STATE_RETURNED = 已退回
enum-TASK_STATE_AT_CENTRE = 待指定
enum-TASK_STATE_COMPLETED = 已决定
enum-TASK_STATE_CANCELLED = 取消
enum-EXPEDITE_GROUND_URGENT_BUSINESS = 紧急商务
enum-EXPEDITE_GROUND_BEREAVEMENT_OR_ILLNESS = 奔丧探病
enum-EXPEDITE_GROUND_MEDICAL = 就医
enum-EXPEDITE_GROUND_SCHOOL_START = 入学
enum-EXPEDITE_GROUND_VISA_EXPIRY = 证件将到期
enum-EXPEDITE_GROUND_OVERSEAS_EMERGENCY = 境外紧急事务
enum-EXPEDITE_GROUND_TALENT = 人才
enum-EXPEDITE_GROUND_PROJECT = 重点项目
enum-EXPEDITE_GROUND_OTHER = 其他
enum-EVIDENCE_KIND_POWER_OF_ATTORNEY = 委托书
enum-EVIDENCE_KIND_PASSPORT = 护照
enum-EVIDENCE_KIND_PHOTO = 照片
enum-EVIDENCE_KIND_AGENT_DOCUMENT = 受托人证件
enum-EVIDENCE_KIND_NOTARIAL_CERTIFICATE = 公证书
enum-EVIDENCE_KIND_INVITATION = 邀请函
enum-EVIDENCE_KIND_OTHER = 其他
enum-MEDIA_TYPE_JPEG = JPEG
enum-MEDIA_TYPE_PNG = PNG
enum-MEDIA_TYPE_PDF = PDF
enum-NOTARISATION_NONE = 未公证
enum-NOTARISATION_DOMESTIC = 国内公证
enum-NOTARISATION_FOREIGN_APOSTILLE = 附加证明书
enum-NOTARISATION_FOREIGN_LEGALISED = 领事认证
enum-NOTARISATION_CLOUD = 云公证
enum-MANDATE_STATE_DRAFT = 已登记
enum-MANDATE_STATE_VERIFIED = 已核验
enum-MANDATE_STATE_NOT_YET_VALID = 未生效
enum-MANDATE_STATE_VALID = 有效
enum-MANDATE_STATE_EXPIRED = 已到期
enum-MANDATE_STATE_REJECTED = 未批准
enum-MANDATE_STATE_REVOKED = 已撤销
enum-MANDATE_LACK_EVIDENCE = 证明文件
enum-MANDATE_LACK_VERIFICATION = 核验
enum-MANDATE_LACK_APPROVAL = 审批
enum-MANDATE_LACK_NOT_YET_VALID = 未生效
enum-MANDATE_LACK_EXPIRED = 已到期
enum-MANDATE_LACK_REJECTED = 未批准
enum-MANDATE_LACK_REVOKED = 已撤销
enum-MANDATE_LACK_SCOPE = 委托范围
enum-MANDATE_LACK_OTHER_PRINCIPAL = 委托人不符
enum-MANDATE_LACK_OTHER_AGENT = 受托人不符
enum-FLAG_KIND_MANDATE_REVOKED = 委托已撤销
enum-EXPEDITE_STATE_REQUESTED = 已申请
enum-EXPEDITE_STATE_APPROVED = 已批准
enum-EXPEDITE_STATE_REJECTED = 未批准
enum-EXPEDITE_STATE_WITHDRAWN = 已撤回
enum-EXPEDITE_STATE_LAPSED = 已失效
enum-CLOCK_KIND_CONTACT = 联系
enum-CLOCK_KIND_RECTIFY = 整改
enum-DOCUMENT_KIND_PASSPORT = 护照
enum-DOCUMENT_KIND_VISA = 签证
enum-DOCUMENT_KIND_RESIDENCE_PERMIT = 居留证件
enum-DOCUMENT_KIND_STAY_PERMIT = 停留证件
enum-DOCUMENT_KIND_WORK_PERMIT = 工作许可证
enum-DOCUMENT_KIND_PERMANENT_RESIDENCE_CARD = 永久居留身份证
enum-DOCUMENT_KIND_RECEIPT = 受理回执
enum-PERMIT_PURPOSE_WORK = 工作
enum-PERMIT_PURPOSE_STUDY = 学习
enum-PERMIT_PURPOSE_JOURNALIST = 记者
enum-PERMIT_PURPOSE_REUNION = 团聚
enum-PERMIT_PURPOSE_PRIVATE = 私人事务
enum-WORK_PERMIT_CLASS_A = A 类
enum-WORK_PERMIT_CLASS_B = B 类
enum-WORK_PERMIT_CLASS_C = C 类
enum-VISA_ENTRIES_SINGLE = 一次
enum-VISA_ENTRIES_DOUBLE = 二次
enum-VISA_ENTRIES_MULTIPLE = 多次
enum-DOCUMENT_STATUS_NOT_YET_VALID = 未生效
enum-DOCUMENT_STATUS_VALID = 有效
enum-DOCUMENT_STATUS_EXPIRED = 已过期
enum-DOCUMENT_STATUS_REPLACED = 已换发
enum-DOCUMENT_STATUS_CANCELLED = 已注销
enum-DOCUMENT_STATUS_LOST = 已遗失
enum-DOCUMENT_STATUS_CLOSED = 已收回
enum-CUSTODY_HOLDER_HOLDER = 本人
enum-CUSTODY_HOLDER_CENTRE = 中心
enum-CUSTODY_HOLDER_DEPARTMENT = 部门
enum-CUSTODY_HOLDER_COURIER = 快递
enum-RENEWAL_LANE_NORMAL = 普通
enum-RENEWAL_LANE_EXPEDITE_ADVISED = 建议加急
enum-RENEWAL_LANE_EXPEDITE_ONLY = 只能加急
enum-RENEWAL_LANE_TOO_LATE = 来不及
enum-LIFE_EVENT_KIND_NEW_PASSPORT = 换新护照
enum-LIFE_EVENT_KIND_NEW_ADDRESS = 换住址
enum-LIFE_EVENT_KIND_JOB_ENDED = 离职
enum-LIFE_EVENT_KIND_PRINCIPAL_CEASED = 主申请人终止
enum-LIFE_EVENT_KIND_BIRTH = 出生
enum-OBLIGATION_OWNER_HOLDER = 本人
enum-OBLIGATION_OWNER_EMPLOYER = 用人单位
enum-OBLIGATION_OWNER_HOST = 留宿人
enum-OBLIGATION_OWNER_CENTRE = 中心
enum-OBLIGATION_STATE_OPEN = 待办
enum-OBLIGATION_STATE_MET = 已办
enum-OBLIGATION_STATE_WAIVED = 不必再办
enum-PERSON_TYPE_FOREIGNER = 外国人
enum-PERSON_TYPE_HONG_KONG = 香港居民
enum-PERSON_TYPE_MACAO = 澳门居民
enum-PERSON_TYPE_TAIWAN = 台湾居民
enum-RESIDENT_SEX_MALE = 男
enum-RESIDENT_SEX_FEMALE = 女
enum-RESIDENT_SEX_OPEN = 未注明
enum-NAME_KIND_LATIN = 机读
enum-NAME_KIND_VISUAL = 视读
enum-NAME_KIND_CHINESE = 中文
enum-NAME_KIND_OTHER = 其他
enum-DEPENDANT_RELATION_SPOUSE = 配偶
enum-DEPENDANT_RELATION_CHILD = 子女
enum-DEPENDANT_RELATION_PARENT = 父母
enum-DEPENDANT_RELATION_PARENT_IN_LAW = 配偶父母
enum-DEPENDANT_RELATION_OTHER = 其他
enum-RESIDENT_STATE_ACTIVE = 在用
enum-RESIDENT_STATE_MERGED = 已并入
enum-ACCOMMODATION_KIND_RESIDENCE = 住所
enum-ACCOMMODATION_KIND_HOTEL = 旅馆
enum-DATA_PURPOSE_SERVICE_HANDLING = 办理事项
enum-DATA_PURPOSE_REMINDERS = 到期提醒
enum-DATA_PURPOSE_DISCLOSURE_TO_DEPARTMENT = 向部门提供
enum-DATA_PURPOSE_EVIDENCE_KEEPING = 留存材料
enum-DATA_PURPOSE_STATISTICS = 统计
enum-DATA_PURPOSE_OTHER = 其他
enum-LEGAL_GROUND_CONSENT = 同意
enum-LEGAL_GROUND_CONTRACT = 合同
enum-LEGAL_GROUND_LEGAL_DUTY = 法定职责
enum-LEGAL_GROUND_EMERGENCY = 紧急情况
enum-LEGAL_GROUND_OTHER_LAW = 其他法定情形
enum-RESIDENT_MERGE_STATE_REQUESTED = 待审核
enum-RESIDENT_MERGE_STATE_APPROVED = 已合并
enum-RESIDENT_MERGE_STATE_REJECTED = 已驳回
enum-RESIDENT_STEP_KIND_CREATED = 登记
enum-RESIDENT_STEP_KIND_CHANGED = 更改
enum-RESIDENT_STEP_KIND_ADDRESS_RECORDED = 登记住址
enum-RESIDENT_STEP_KIND_ACCOMMODATION_REGISTERED = 住宿登记
enum-RESIDENT_STEP_KIND_CONSENT_RECORDED = 登记依据
enum-RESIDENT_STEP_KIND_CONSENT_WITHDRAWN = 撤回同意
enum-RESIDENT_STEP_KIND_MERGE_REQUESTED = 申请合并
enum-RESIDENT_STEP_KIND_MERGED = 合并
enum-RESIDENT_STEP_KIND_MERGE_REJECTED = 驳回合并
enum-RATING_CHANNEL_COUNTER = 窗口
enum-RATING_CHANNEL_ONLINE = 线上
enum-RATING_CHANNEL_TELEPHONE = 电话
enum-RATING_CHANNEL_TEXT_MESSAGE = 短信
enum-NOTICE_KIND_DOCUMENT_EXPIRES = 证件将到期
enum-NOTICE_KIND_DOCUMENT_EXPIRED = 证件已到期
enum-NOTICE_KIND_PING = 试探
enum-NOTICE_CHANNEL_EMAIL = 电子邮件
enum-NOTICE_CHANNEL_WEBHOOK = 系统推送
enum-NOTICE_STATE_PENDING = 待发送
enum-NOTICE_STATE_SENT = 已送达
enum-NOTICE_STATE_DEAD = 已放弃
enum-NOTICE_STATE_CANCELLED = 已取消
enum-NOTICE_RECIPIENT_HOLDER = 持证人
enum-NOTICE_RECIPIENT_DEPARTMENT = 部门
enum-REMINDER_RECIPIENT_OFFICER = 专员
enum-REMINDER_RECIPIENT_HOLDER = 持证人
enum-REMINDER_RECIPIENT_DEPARTMENT = 部门
enum-RECTIFICATION_STATE_OPEN = 待联系
enum-RECTIFICATION_STATE_CONTACTED = 待整改
enum-RECTIFICATION_STATE_SUBMITTED = 待回访
enum-RECTIFICATION_STATE_CALLED_BACK = 已回访
enum-RECTIFICATION_STATE_CLOSED = 已销号
enum-CALL_BACK_OUTCOME_SATISFIED = 满意
enum-CALL_BACK_OUTCOME_NOT_SATISFIED = 不满意
enum-CALL_BACK_OUTCOME_NOT_POSSIBLE = 无法回访
enum-RECTIFICATION_STEP_KIND_CONTACTED = 联系
enum-RECTIFICATION_STEP_KIND_MARKED_COMPLEX = 情况复杂
enum-RECTIFICATION_STEP_KIND_SUBMITTED = 整改
enum-RECTIFICATION_STEP_KIND_CALLED_BACK = 回访
enum-RECTIFICATION_STEP_KIND_CLOSED = 销号
enum-CARD_RUNG_REMINDER = 催办
enum-CARD_RUNG_YELLOW_CARD = 黄牌
enum-CARD_RUNG_RED_CARD = 红牌
enum-CARD_RUNG_ESCALATION = 升级
enum-CARD_RUNG_LEGAL_ALERT = 法律提示
enum-CARD_STATE_OPEN = 待处理
enum-CARD_STATE_RECTIFICATION_SUBMITTED = 已整改
enum-CARD_STATE_CLOSED = 已销号
enum-CARD_STATE_WITHDRAWN = 已撤回
enum-CARD_STATE_NOTICE = 已提醒
enum-MONDAY = 一
enum-TUESDAY = 二
enum-WEDNESDAY = 三
enum-THURSDAY = 四
enum-FRIDAY = 五
enum-SATURDAY = 六
enum-SUNDAY = 日

## 列

col-current = 当前
col-endpoint = 服务器
col-ca_file = 签发机构
col-counter = 窗口
col-slot_id = 号源编号
col-hall_session_id = 场次编号
col-slot_date = 日期
col-start_time = 开始
col-end_time = 结束
col-places = 位置
col-places_left = 剩余
col-service_item_ids = 事项
col-all_together = 一次办完
col-blocked_reasons = 不可约的原因
col-name = 名称
col-visitor-name = 姓名
col-agent-name = 代办人
col-language = 语言
col-phone_number = 电话
col-email = 邮箱
col-passport_number = 护照号
col-masked_passport_number = 护照号
col-appointment_id = 编号
col-appointment_number = 预约号
col-state = 状态
col-channel = 渠道
col-note = 备注
col-ticket_id = 号票编号
col-create_time = 建立
col-update_time = 更新
col-reason = 原因
col-etag = 版本
col-hold_id = 暂留编号
col-expire_time = 到期
col-ticket_date = 日期
col-ticket_number = 号票
col-priority = 优先
col-referral_id = 编号
col-source_id = 来源
col-source_department_id = 来源部门
col-summary = 内容
col-urgency = 紧急
col-ordinary_matter = 一般件
col-caller-name = 来电人
col-unit-name = 市镇村单位
col-division_code = 区划代码
col-appointed = 中心指定
col-returns = 退回次数
col-reopenings = 重办次数
col-contact_outcome = 联系结果
col-satisfied = 满意
col-receive_time = 接到
col-due_clock = 时限
col-left_duration = 剩余
col-round = 轮次
col-done_time = 完成
col-late = 逾期
col-step_time = 时间
col-text = 说明
col-counter_id = 窗口
col-calls = 叫号次数
col-issue_time = 取号
col-call_time = 叫号
col-serve_time = 开始办理
col-wait_duration = 等候
col-service_duration = 办理
col-result = 结果
col-ticket_state = 状态
col-department_id = 部门
col-sequence = 序
col-name_zh = 名称
col-name_en = 英文名
col-presence = 入驻方式
col-duties = 职责
col-valid_from_date = 生效
col-valid_to_date = 失效
col-successor_id = 后继
col-service_item_id = 事项代码
col-national_code = 国家编码
col-category = 类别
col-statutory_limit = 法定时限
col-promised_limit = 承诺时限
col-expeditable = 可加急
col-expedited_limit_working_days = 加急时限(工作日)
col-applicants = 申请人
col-in_person = 本人到场
col-proxy_rule = 代办规定
col-materials = 材料
col-fee_text = 费用
col-window_rule = 申请时间
col-legal_basis = 依据
col-opening_hours_id = 编号
col-weekdays = 星期
col-open_time = 开门
col-close_time = 关闭时间
col-open_on_workdays = 调休日开放
col-day_date = 日期
col-number = 第几日
col-kind = 种类
col-accepted_date = 受理日
col-due_date = 到期日
col-due_time = 到期时刻
col-last_working_date = 最后一个工作日
col-due_date_is_working_day = 到期日是工作日
col-original_due_date = 原到期日
col-used_working_days = 已用工作日
col-remaining_working_days = 剩余工作日
col-suspended = 中止中
col-provisional = 暂算
col-counted_days = 计入的日子
col-limit = 时限
col-cautions = 注意
col-missing_year = 缺日历的年份
col-counted_working_days = 已数工作日
col-fee_yuan = 费用(元)
col-health_certificate_needed = 要体检证明
col-issuing_state = 签发国
col-surname = 姓
col-given_names = 名
col-nationality = 国籍
col-birth_date = 出生日期
col-sex = 性别
col-expiry_date = 有效期至
col-expired = 已过期
col-mrz = 机读区
col-optional_data = 可选项
col-composite = 总校验位
col-credit_code = 统一社会信用代码
col-permanent_residence_number = 永居证号
col-value = 内容
col-account_id = 账号编号
col-session_id = 会话编号
col-login_name = 登录名
col-display_name = 姓名
col-roles = 角色
col-runs_on_workdays = 调休日开办
col-slot_minutes = 每段分钟
col-counter_ids = 窗口
col-places_per_counter = 每窗口位置
col-booked_quota-floor = 预约保底
col-booked_quota-ceiling = 预约上限
col-walk_in_quota-floor = 现场保底
col-walk_in_quota-ceiling = 现场上限
col-third_party_quota-floor = 代办保底
col-third_party_quota-ceiling = 代办上限
col-ticket_series = 号票字头
col-exceptions = 例外日
col-closure_id = 停办编号
col-ended_time = 提前恢复
col-slots_touched = 影响号源
col-places_lost = 减少位置
col-appointments_orphaned = 待改约
col-holds_ended = 失效暂留
col-grantable_roles = 可转授
col-locked_until_time = 锁定至
col-audit_record_id = 记录编号
col-record_time = 时间
col-source_address = 来源地址
col-method = 方法
col-request_id = 请求编号
col-token = 位置
col-event_time = 时间
col-removed = 已移除
col-acknowledged_token = 已确认
col-acknowledge_time = 确认时间
col-head_token = 末尾
col-lag_events = 落后条数
col-lag_duration = 落后时间
col-resource_id = 资源
col-purpose = 用途
col-case_id = 办件编号(内部)
col-case_number = 办件
col-case_state = 办件状态
col-applicant-name = 申请人
col-applicant-language = 语言
col-advice = 提示
col-received_date = 收件日
col-deemed_accepted = 视为受理
col-clocks = 时限
col-suspensions = 中止
col-tasks = 部门任务
col-task_id = 任务编号(内部)
col-last_date = 最后一日
col-document_expiry_date = 证件有效期至
col-last_on_time_date = 按期申请末日
col-days_late = 迟申请天数
col-visits = 到场次数
col-outcome = 决定
col-prerequisite_case_ids = 须先准予
col-grounds = 理由
col-allowed_by = 代办依据
col-source = 来源
col-external_id = 来源编号
col-substitute = 替代材料
col-start_date = 起算日
col-used_days = 已用
col-remaining_days = 剩余
col-suspended_since_date = 停止日
col-stopped_date = 完成日
col-overdue = 逾期
col-extension_days = 延长
col-suspended_date = 中止日
col-resumed_date = 恢复日
col-working_days = 工作日
col-requester_id = 申请人
col-approver_id = 审批人
col-approved = 已批准
col-waits = 等待前项
col-after_service_item_ids = 须先决定的事项
col-expedited = 加急
col-document_number = 文号
col-decided_date = 决定日
col-assign_time = 交办
col-receipt_limit = 回执时限
col-filing_limit = 申请提前
col-extension_working_days = 可延长(工作日)
col-child_service_item_ids = 子事项
col-deemed_renewed = 视为延续
col-line = 行
col-expedite_id = 加急编号
col-ground = 事由
col-needed_by_date = 最晚需要
col-evidence_references = 证明
col-granted_working_days = 批准工作日
col-request_time = 申请时间
col-decide_time = 决定时间
col-decision_reason = 决定理由
col-withdrawer_id = 撤回人
col-withdraw_time = 撤回时间
col-withdraw_reason = 撤回原因
col-displaced_tasks = 被推后
col-would_be_overdue_tasks = 会逾期
col-due_dates = 到期日
col-displacements = 各部门被推后
col-before_date = 原到期日
col-after_date = 新到期日
col-open_tasks = 未办任务
col-tasks_a_day = 每日任务
col-would_be_overdue = 会逾期
col-requested = 已申请
col-rejected = 未批准
col-withdrawn = 已撤回
col-lapsed = 已失效
col-rejected_permille = 每千件未批准
col-departments = 部门
col-approvers = 审批人
col-notice_id = 通知
col-recipient = 对象
col-failure = 上次失败
col-attempts = 次数
col-next_attempt_time = 下次发送
col-webhook_endpoint_id = 接收端
col-url = 地址
col-disable_time = 停用
col-send_time = 送达
col-document_id = 证件编号
col-resident_id = 人员编号
col-masked_number = 号码
col-issuer = 签发机关
col-issued_date = 签发日期
col-work_permit_class = 工作许可类别
col-status = 状态
col-days_left = 剩余天数
col-replaced_by_document_id = 新证件编号
col-ended_date = 终止日期
col-ended_reason = 终止原因
col-holder = 保管人
col-place = 地点
col-since_time = 自
col-entries = 入境次数
col-stay_days = 停留天数
col-entry_date = 入境日期
col-lawful_until_date = 合法停留至
col-document_ids = 依据证件
col-overstay_days = 逾期天数
col-reference_fine_yuan = 参考罚款（元）
col-disclosure_id = 台账编号
col-disclosure_time = 提供时间
col-fields = 字段
col-cases = 办件
col-closer_id = 办结人
col-closing_note = 办结说明
col-code = 代码
col-event = 变动
col-file_by_date = 最迟按时申请
col-from_date = 起算日
col-holder_name = 持有人
col-lane = 办理通道
col-lane_provisional = 暂定
col-life_event_id = 变动编号
col-obligation_id = 事项编号
col-owner = 责任方
col-planned = 安排
col-reasons = 原因
col-renewal_case_id = 续办件
col-person_type = 类别
col-names = 姓名
col-nationalities = 国籍
col-addresses = 住址
col-dependants = 家属
col-consents = 依据
col-employer-name = 单位
col-enterprise_id = 信用代码
col-principal_resident_id = 主申请人
col-relation = 关系
col-merged_into_resident_id = 并入
col-emergency_name = 紧急联系人
col-emergency_phone_number = 紧急电话
col-time_zone = 时区
col-until_date = 至
col-country = 国家
col-address_number = 序号
col-address = 住址
col-arrival_time = 入住
col-leave_time = 迁出
col-registration_time = 住宿登记
col-registration_deadline = 登记期限
col-late_minutes = 迟（分钟）
col-consent_number = 序号
col-given_time = 起始
col-proof = 凭据
col-withdrawn_time = 撤回时间
col-withdrawal = 撤回方式
col-step_number = 序号
col-detail = 内容
col-other_resident_id = 另一人员
col-merge_id = 合并
col-duplicate_resident_id = 重复登记
col-survivor_resident_id = 并入登记
col-requester_account_id = 申请人
col-decision = 审核意见
col-reviewer_account_id = 审核人
col-reminder_id = 提醒
col-rung-recipient = 对象
col-rung-offset_days = 提前天数
col-rung-raise_date = 应发日
col-rung-remind_date = 提醒日
col-rung-provisional = 暂定
col-offset_days = 提前天数
col-remind_date = 提醒日
col-raise_date = 应发日
col-superseded = 已被取代
col-done_by_account_id = 完成人
col-raised = 已发
col-notices = 通知
col-more = 还有
col-rating_id = 评价
col-evidence_id = 文件
col-mandate_id = 委托书
col-flags = 提示
col-principal-name = 委托人
col-notarisation = 公证
col-valid_until_date = 截止日
col-lacks = 缺项
col-lack = 缺项
col-verified_by_account_id = 核验人
col-verify_time = 核验时间
col-decided_by_account_id = 审批人
col-revoked_by_account_id = 撤销人
col-revoke_time = 撤销时间
col-media_type = 类型
col-file_name = 名称
col-size_bytes = 字节
col-sha256 = SHA-256
col-created_by_account_id = 登记人
col-in_use = 使用中
col-level = 等级
col-rated_date = 评价日
col-bad = 差评
col-tags = 内容
col-anonymous = 匿名
col-handling_number = 第几次办理
col-rate_time = 评价时间
col-complex = 情况复杂
col-steps = 经过
col-rectification-state = 整改
col-rater-name = 评价人
col-ratings = 评价数
col-bad_ratings = 差评数
col-closed_rectifications = 已销号
col-counts = 统计
col-card_id = 督办牌
col-rung = 级别
col-clock_kind = 时限
col-rule = 督办规则
col-rung_date = 应发日
col-raise_time = 发出
col-rectify_by_date = 整改期限
col-points = 计分
col-rectification = 整改
col-rectified_by_account_id = 整改人
col-rectify_time = 整改时间
col-close_reason = 销号理由
col-closed_by_account_id = 销号人
col-rung_counts = 按级别
col-count = 数量
col-bad_share = 差评占比
col-department_counts = 按部门
col-level_counts = 按等级
col-before_hash = 之前摘要
col-after_hash = 之后摘要
col-field = 字段
col-old_date = 原日期
col-new_date = 新日期

## 例子

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
    frsc case create --item RP-W-EXT --name "SATO HANAKO" --language ja --phone +8613800000000 --material 护照=received --material 单位公函=promised:传真件
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
    frsc case notify K7QM2X --notice 请带原件
ex-case-supplement =
    frsc case supplement K7QM2X --material 照片 --in-person
ex-case-accept =
    frsc case accept K7QM2X
    frsc case accept K7QM2X --dry-run
ex-case-refuse =
    frsc case refuse K7QM2X --reason 不属本机关职权 --basis 行政许可法32
ex-case-suspend =
    frsc case suspend K7QM2X --reason 核实情况 --basis 外国人入境出境管理条例18
ex-case-resume =
    frsc case resume K7QM2X
ex-case-extension =
    frsc case extension request K7QM2X --reason 境外核实学历
ex-case-extension-request =
    frsc case extension request K7QM2X --reason 境外核实学历
ex-case-extension-approve =
    frsc case extension approve K7QM2X --reason 情况属实
ex-case-extension-reject =
    frsc case extension reject K7QM2X --reason 无需延长
ex-case-deliver =
    frsc case deliver K7QM2X --in-person
    frsc case deliver K7QM2X --note EMS
ex-case-close =
    frsc case close K7QM2X
ex-case-withdraw =
    frsc case withdraw K7QM2X --reason 申请人改变计划
ex-case-terminate =
    frsc case terminate K7QM2X --reason 容缺材料逾期未补 --basis 容缺受理办法
ex-case-reopen =
    frsc case reopen K7QM2X --reason 差评
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
    frsc task complete K7QM2X --outcome not-granted --document-number 2023-18 --decided 2023-06-27 --reason 没有劳动合同
ex-task-return =
    frsc task return K7QM2X/RP-W-EXT --reason 不属本部门
ex-task-reassign =
    frsc task reassign K7QM2X/RP-W-EXT --to STB --reason 职责所在
ex-task-suspend =
    frsc task suspend K7QM2X/RP-W-EXT --reason 专家评审 --basis 行政许可法45
ex-task-resume =
    frsc task resume K7QM2X/RP-W-EXT
ex-task-note =
    frsc task note K7QM2X/RP-W-EXT 已电话联系单位
ex-task-complete-batch =
    frsc task complete-batch decisions.csv --dry-run
    frsc task complete-batch - --best-effort < decisions.csv
ex-expedite =
    frsc expedite preview K7QM2X
ex-expedite-preview =
    frsc expedite preview K7QM2X
    frsc expedite preview K7QM2X --days 2 --needed-by 2023-06-30
ex-expedite-request =
    frsc expedite request K7QM2X --ground urgent-business --text 签约 --evidence 2023-INV-7
    frsc jj K7QM2X --ground medical --needed-by +3
ex-expedite-approve =
    frsc expedite approve K7QM2X --reason 情况属实
    frsc expedite approve K7QM2X --reason 情况属实 --days 2 --dry-run
ex-expedite-reject =
    frsc expedite reject K7QM2X --reason 没有证明
ex-expedite-withdraw =
    frsc expedite withdraw K7QM2X --reason 行程取消
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
    frsc rating give K7QM2X --level 1 --text 等候太久 --name "SATO HANAKO" --phone +8613800000000
ex-rating-list =
    frsc rating list --level 1,2 --state open
    frsc rating list --department PSB --from -30
ex-rating-show =
    frsc rating show 7k3q
ex-rating-explain =
    frsc rating explain 7k3q --clock rectify
ex-rating-contact =
    frsc rating contact 7k3q --text 已电话联系
ex-rating-complex =
    frsc rating complex 7k3q --text 涉及两个部门
ex-rating-rectify =
    frsc rating rectify 7k3q --text 已增开窗口
ex-rating-call-back =
    frsc rating call-back 7k3q --outcome satisfied --text 表示满意
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
    frsc card rectify 7k3q --text 已增派人手
    frsc card rectify 7k3q --text - < rectification.txt
ex-card-close =
    frsc card close 7k3q --reason 已整改
ex-card-withdraw =
    frsc card withdraw 7k3q --reason 日历已修订
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

import-code-is-number = 代码被表格软件转成数字、末位已丢失；请将该列设为文本后重新录入
import-no-day = 不是日期；请写成 2026-03-01 或 2026年3月1日
import-day-is-number = 是数字而不是日期；请将该列设为日期后重新录入
import-no-word = 不是可填的词：{ $words }
import-unreadable = { $path } 不是工作簿，也不是 UTF-8、UTF-16 或 GB18030 文本
import-no-sheet = { $path } 没有这个可见的工作表
import-several-sheets = { $path } 有多个工作表像名单：请用 --sheet 指定
import-no-header = { $path } 找不到表头行；可识别的列：{ $columns }
import-twice-the-same = { $path } 有两列含义相同：请去掉一列
import-far-out = { $path } 的 { $cell } 单元格远在表格之外：请清空，或把名单另存到新工作表
import-done = 已导入 { $count } 行
import-partly = 已导入 { $count } 行；{ $rows } 行有误，未导入
import-wrong = { $rows } 行有误；未写入任何内容
next-import = 在 { $path } 中按最后一列的提示改正后重新导入；加 --skip-invalid 可先导入其余各行
cmd-resident-import = 从工作簿或 CSV 文件导入人员及其护照、许可
arg-sheet = 工作簿中的工作表；默认为含名单的那一个
arg-skip-invalid = 跳过有误的行；默认全部成功才写入
arg-errors-to = 错误工作簿写到哪里；默认在原文件旁边
col-new_count = 新增
col-changed_count = 变更
col-same_count = 相同
col-wrong_count = 有误
col-written = 已写入
col-row = 行
col-column = 列
col-heading = 列名
col-problem = 问题
col-faults = 错误

arg-add = 新增人员，以逗号分隔
arg-as-known = 按此刻所知，例如 2026-03-02T09:00
arg-benefit = 附带便利
arg-contact-email = 联系人电子邮箱
arg-contact-name = 联系人姓名
arg-contact-phone = 联系人电话（E.164）
arg-coverage = 覆盖人员范围
arg-ends-by = 到期日不晚于
arg-entry = 白名单记录：编号或其末几位
arg-group = 集团：编号、其末几位或名称
arg-merged = 含已并入其他集团的
arg-name-en = 英文名称
arg-operation = 对每家企业的操作
arg-person = 人员，以逗号分隔
arg-query = 名称、拼音、首字母，或信用代码片段
arg-town = 镇街或园区
arg-trips = 每月最多行程数；0 为不限
arg-enterprise-create-enterprise = 统一社会信用代码
arg-enterprise-create-name = 中文名称
arg-enterprise-update-name = 中文名称
arg-group-create-name = 中文名称
arg-group-split-name = 新集团的中文名称
arg-group-rename-name = 新的中文名称
arg-group-quota-trips = 每月行程数；0 为不限
arg-group-merge-into = 并入的集团
arg-enterprise-create-language = 联系语言，例如 ja、en、zh
arg-enterprise-update-language = 联系语言，例如 ja、en、zh
arg-whitelist-apply-direction = 方向
arg-whitelist-list-direction = 方向（含双向）
arg-whitelist-check-direction = 方向
arg-whitelist-batch-direction = 用于 apply：方向
arg-whitelist-apply-purpose = 事由，以逗号分隔
arg-whitelist-batch-purpose = 用于 apply：事由，以逗号分隔
arg-whitelist-apply-role = 按岗位覆盖时的岗位，以逗号分隔
arg-whitelist-batch-role = 用于 apply：岗位，以逗号分隔
arg-whitelist-check-role = 在企业的岗位
arg-whitelist-check-person = 人员
arg-whitelist-persons-end = 移出人员，以逗号分隔
arg-whitelist-persons-until = 覆盖至此日
arg-whitelist-checks-account = 该账号的核验
arg-whitelist-batch-enterprise = 企业，以逗号分隔；或用 --group 及筛选条件
arg-whitelist-batch-state = 处于这些状态的记录；不填则为可办理的记录
arg-whitelist-batch-own-reason = 某一企业单独的理由：信用代码或其末几位、= 和理由；可多次填写
arg-whitelist-list-state = 状态
cmd-enterprise = 企业
cmd-enterprise-list = 列出或查找企业
cmd-enterprise-history = 查看企业历来所属集团和全部白名单记录
cmd-enterprise-show = 查看企业及其集团
cmd-enterprise-create = 登记企业
cmd-enterprise-update = 修改企业资料
cmd-group = 企业集团
cmd-group-list = 列出集团
cmd-group-history = 查看集团历来的成员企业及起止日期
cmd-group-show = 查看集团及其当前企业
cmd-group-rename = 修改集团名称
cmd-group-quota = 设置集团内企业每月合计行程数
cmd-group-create = 新建集团
cmd-group-join = 企业加入集团
cmd-group-leave = 企业退出集团
cmd-group-merge = 集团合并；白名单记录不变
cmd-group-split = 拆出新集团
cmd-whitelist = 出入境白名单
cmd-whitelist-apply = 申请列入
cmd-whitelist-recommend = 推荐
cmd-whitelist-approve = 批准
cmd-whitelist-reject = 驳回
cmd-whitelist-withdraw = 撤回申请
cmd-whitelist-suspend = 暂停
cmd-whitelist-lift = 恢复
cmd-whitelist-revoke = 撤销，其续期一并终止；此前的行程保留
cmd-whitelist-renew = 续期申请
cmd-whitelist-persons = 调整名单人员
cmd-whitelist-list = 列出白名单记录
cmd-whitelist-history = 查看一条记录的经过：何人、何时、何事、何因
cmd-whitelist-show = 查看记录、经过与人员
cmd-whitelist-count = 统计企业与记录
cmd-whitelist-check = 核验是否覆盖及理由
cmd-whitelist-checks = 按日期和账号统计核验次数
cmd-whitelist-batch = 批量操作
col-left = 未办理
col-opens_date = 可续期日
col-active_enterprises_count = 有效企业
col-add_time = 加入时间
col-benefits = 便利
col-consistency_token = 一致性令牌
col-contact = 联系人
col-coverage = 覆盖
col-covered = 已覆盖
col-direction = 方向
col-effective_time = 生效时间
col-enterprises_count = 企业数
col-entry_id = 记录
col-entry_ids = 记录
col-evidence_ids = 证明文件
col-group_id = 集团
col-memberships = 所属集团
col-merged_into_group_id = 并入
col-members = 当前企业
col-enterprise = 企业
col-people_count = 人数
col-persons = 人员
col-purposes = 事由
col-renews_entry_id = 续自
col-states = 状态
col-terms = 条件
col-town = 镇街
col-trips_a_month = 每月行程
col-trips_this_month_count = 本月行程
col-checks_count = 核验次数
col-covered_count = 已覆盖
col-ends = 覆盖终止记录
col-add_step_number = 列入步骤
col-whitelist_entry = 白名单记录
col-whitelist_entry_id = 白名单记录
enum-TRAVELLER_ROLE_BUSINESS = 业务人员
enum-TRAVELLER_ROLE_EXECUTIVE = 高级管理人员
enum-TRAVELLER_ROLE_EXPERT = 外国专家
enum-TRAVELLER_ROLE_FAMILY = 随行家属
enum-TRAVELLER_ROLE_LEGAL_REPRESENTATIVE = 法定代表人
enum-TRAVELLER_ROLE_TECHNICIAN = 技术人员
enum-TRAVEL_DIRECTION_BOTH = 往返
enum-TRAVEL_DIRECTION_ENTRY = 入境
enum-TRAVEL_DIRECTION_EXIT = 出境
enum-TRAVEL_PURPOSE_BUSINESS = 商务洽谈
enum-TRAVEL_PURPOSE_CONFERENCE = 参展会议
enum-TRAVEL_PURPOSE_INSPECTION = 考察验收
enum-TRAVEL_PURPOSE_INSTALLATION = 设备安装调试
enum-TRAVEL_PURPOSE_MANAGEMENT = 任职管理
enum-TRAVEL_PURPOSE_OTHER = 其他
enum-TRAVEL_PURPOSE_TECHNICAL = 技术指导
enum-TRAVEL_PURPOSE_TRAINING = 培训
enum-WHITELIST_BENEFIT_EXPEDITE_LANE = 加急通道
enum-WHITELIST_BENEFIT_PRIORITY_COUNTER = 专窗
enum-WHITELIST_COVERAGE_ALL = 全员
enum-WHITELIST_COVERAGE_NAMED = 名单
enum-WHITELIST_COVERAGE_ROLES = 岗位
enum-WHITELIST_REASON_COVERED = 已覆盖
enum-WHITELIST_REASON_DIRECTION_NOT_COVERED = 方向未覆盖
enum-WHITELIST_REASON_EXPIRED = 已到期
enum-WHITELIST_REASON_NOT_APPROVED = 未批准
enum-WHITELIST_REASON_NOT_YET_VALID = 未生效
enum-WHITELIST_REASON_NO_ENTRY = 无记录
enum-WHITELIST_REASON_PERSON_NOT_NAMED = 人员不在名单
enum-WHITELIST_REASON_PERSON_REQUIRED = 须指明人员
enum-WHITELIST_REASON_PERSON_UNKNOWN = 人员未登记
enum-WHITELIST_REASON_PURPOSE_NOT_COVERED = 事由未覆盖
enum-WHITELIST_REASON_REVOKED = 已撤销
enum-WHITELIST_REASON_ROLE_NOT_COVERED = 岗位未覆盖
enum-WHITELIST_REASON_ROLE_REQUIRED = 须指明岗位
enum-WHITELIST_REASON_SUSPENDED = 已暂停
enum-WHITELIST_STATE_ACTIVE = 有效
enum-WHITELIST_STATE_APPLIED = 已申请
enum-WHITELIST_STATE_APPROVED = 已批准
enum-WHITELIST_STATE_EXPIRED = 已到期
enum-WHITELIST_STATE_RECOMMENDED = 已推荐
enum-WHITELIST_STATE_REJECTED = 已驳回
enum-WHITELIST_STATE_REVOKED = 已撤销
enum-WHITELIST_STATE_SUSPENDED = 已暂停
enum-WHITELIST_STATE_WITHDRAWN = 已撤回
enum-WHITELIST_STEP_KIND_APPLIED = 申请
enum-WHITELIST_STEP_KIND_APPROVED = 批准
enum-WHITELIST_STEP_KIND_LIFTED = 恢复
enum-WHITELIST_STEP_KIND_PERSONS_CHANGED = 人员变更
enum-WHITELIST_STEP_KIND_RECOMMENDED = 推荐
enum-WHITELIST_STEP_KIND_REJECTED = 驳回
enum-WHITELIST_STEP_KIND_REVOKED = 撤销
enum-WHITELIST_STEP_KIND_SUSPENDED = 暂停
enum-WHITELIST_STEP_KIND_WITHDRAWN = 撤回
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
reason-GROUP_MERGED = 该集团已并入其他集团
next-GROUP_MERGED = 查看：`frsc group list --merged`
reason-MEMBERSHIP_LATER = 该日或其后已有集团变动
next-MEMBERSHIP_LATER = 改用更晚的日期：`frsc enterprise show { $enterprise_id }`
reason-NOT_APPROVING_DEPARTMENT = 本部门无白名单审批权
next-NOT_APPROVING_DEPARTMENT = 由主管部门审批；查看 `frsc whitelist list`
reason-NOT_IN_GROUP = 企业不在该集团内
next-NOT_IN_GROUP = 查看所属集团：`frsc enterprise show { $enterprise_id }`
reason-NOT_NAMED_ENTRY = 该记录不按名单覆盖人员
next-NOT_NAMED_ENTRY = 查看覆盖范围：`frsc whitelist list`
reason-NOT_RECOMMENDING_DEPARTMENT = 本部门无白名单推荐权
next-NOT_RECOMMENDING_DEPARTMENT = 由有推荐权的部门推荐；查看 `frsc whitelist list`
reason-RENEWAL_NOT_OPEN = 尚未到续期时间
next-RENEWAL_NOT_OPEN = { $opens_date } 起续期：`frsc whitelist list --state active`
reason-WHITELIST_OVERLAP = 同一方向该时段已有白名单记录
next-WHITELIST_OVERLAP = 查看：`frsc whitelist show { $entry_id }`
enterprise-create = 已登记：{ $enterprise }。下一步：`frsc whitelist apply { $enterprise } --help`
enterprise-update = { $enterprise } 已修改。
group-create = 已新建：{ $group }。下一步：`frsc group join { $group } --help`
group-rename = { $group } 已改名。
group-quota = { $group }：每月行程数已设置。
group-join = 已加入 { $group }。查看：`frsc enterprise list --group { $group }`
group-leave = 已退出 { $group }。
group-merge = 已并入 { $group }。
group-split = 新集团为 { $group }。
confirm-group-merge = 集团 { $group } 将不再接收企业。
confirm-group-split = { $count } 家企业将从集团 { $group } 转入新集团。
whitelist-apply = 已申请：{ $entry }。由部门推荐：`frsc whitelist recommend { $entry } --help`
whitelist-recommend = { $entry } 已推荐。由主管部门审批：`frsc whitelist approve { $entry } --help`
whitelist-approve = { $entry } 已批准。
whitelist-reject = { $entry } 已驳回。
whitelist-withdraw = { $entry } 已撤回。
whitelist-suspend = { $entry } 已暂停。恢复：`frsc whitelist lift { $entry } --help`
whitelist-lift = { $entry } 已恢复。
whitelist-revoke = { $entry } 已撤销。
whitelist-persons = { $entry } 的人员已调整。查看：`frsc whitelist show { $entry }`
whitelist-planned = 将变更 { $changed } 条；未作更改。
whitelist-planned-partly = 将变更 { $changed } 条，{ $refused } 家不符合；未作更改
whitelist-planned-none = { $refused } 家不符合，因此将全部不办理
next-whitelist-batch = 原因见各企业；仅办理可办理的：--best-effort
enterprise-history = 一条记录的经过：`frsc whitelist history <entry>`
flag-next-appointment = 查看全部：`frsc appt show { $work }`；维持不变：`frsc flag resolve { $work } --help`
flag-next-case = 查看全部：`frsc case show { $work }`；维持不变：`frsc flag resolve { $work } --help`
flag-next-trip = 查看全部：`frsc trip show { $work }`；维持不变：`frsc flag resolve { $work } --help`
whitelist-batch = 已变更 { $changed } 条。
whitelist-partly = 已变更 { $changed } 条，{ $refused } 家未通过
whitelist-none = { $refused } 家未通过；未作更改
confirm-whitelist-revoke = 白名单记录 { $entry } 将被撤销。
confirm-whitelist-batch = { $many } 的 { $number } 条有效记录将被撤销。
arg-trip = 行程：编号或其末几位
arg-flagged = 仅列出待复核的
arg-trip-file-person = 出行人员，以逗号分隔
arg-trip-file-role = 在企业的岗位
arg-trip-file-direction = 方向
arg-trip-file-until = 末日；不填即首日
arg-trip-list-entry = 所依据的白名单记录
arg-trip-list-from = 末日不早于
arg-trip-list-until = 首日不晚于
arg-trip-list-state = 状态
cmd-trip = 白名单行程
cmd-trip-file = 行程备案
cmd-trip-list = 列出行程
cmd-trip-history = 查看一次行程的经过：何人、何时、何事、何因
cmd-trip-show = 查看行程、人员与变动
cmd-trip-cancel = 取消
cmd-trip-complete = 完成
col-file_time = 备案时间
enum-TRIP_STEP_KIND_FILED = 登记
enum-TRIP_STEP_KIND_CANCELLED = 取消
enum-TRIP_STEP_KIND_COMPLETED = 已成行
enum-TRIP_STEP_KIND_FLAGGED = 标记
enum-TRIP_STEP_KIND_FLAG_WITHDRAWN = 撤回标记
enum-TRIP_STEP_KIND_FLAGS_RESOLVED = 维持不变
col-flag_kind = 变化事项
col-trip_id = 行程
col-travellers = 出行人员
col-trip = 行程
enum-TRIP_STATE_FILED = 已备案
enum-TRIP_STATE_CANCELLED = 已取消
enum-TRIP_STATE_COMPLETED = 已完成
enum-FLAG_KIND_ENTRY_REVOKED = 白名单已撤销
enum-FLAG_KIND_ENTRY_SUSPENDED = 白名单已暂停
enum-FLAG_KIND_PASSPORT_ENDS = 护照有效期不足
enum-FLAG_KIND_DOCUMENT_ENDS = 居留证件或签证有效期不足
enum-FLAG_KIND_DOCUMENT_ENDED = 证件已注销或挂失
enum-FLAG_KIND_DEPARTMENT_CLOSED = 部门停办
enum-FLAG_KIND_PERSON_NOT_NAMED = 人员已不在名单
enum-FLAG_KIND_PLACE_WITHDRAWN = 号源已取消
reason-TRIP_OUT_OF_VALIDITY = 行程超出白名单有效期
next-TRIP_OUT_OF_VALIDITY = 请先续期：`frsc whitelist renew --help`
reason-TRIP_NOT_COVERED = 白名单未覆盖该行程
next-TRIP_NOT_COVERED = 核验原因：`frsc whitelist check --help`
reason-TRIP_QUOTA_USED = 当月行程数已用完
next-TRIP_QUOTA_USED = 查看：`frsc trip list --entry { $entry_id }`
reason-TRIP_GROUP_QUOTA_USED = 集团当月行程数已用完
next-TRIP_GROUP_QUOTA_USED = 查看：`frsc group show { $group_id }`
reason-TRIP_PASSPORT_ENDS = 护照有效期未覆盖全程
next-TRIP_PASSPORT_ENDS = 查看证件：`frsc document list --help`
reason-TRIP_DOCUMENT_ENDS = 居留许可或签证未覆盖全程
next-TRIP_DOCUMENT_ENDS = 查看证件：`frsc document list --help`
reason-NOT_FLAGGED = 没有待处理的标记
next-NOT_FLAGGED = 查看待复核：`frsc flag list`
trip-file = 已备案：{ $trip }。撤回：`frsc trip cancel { $trip } --help`
trip-cancel = { $trip } 已取消。
trip-complete = { $trip } 已完成。
confirm-trip-cancel = 行程 { $trip } 将被取消。
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
col-role = 岗位
col-obligation = 应办事项
cmd-enterprise-import = 从工作簿或 CSV 文件导入企业、集团、名单与人员
cmd-enterprise-export = 把企业、集团、名单与人员导出到可再导入的文件
cmd-whitelist-import = 同 enterprise import：从文件导入企业及其名单
cmd-whitelist-export = 同 enterprise export：把企业及其名单导出到文件
arg-enterprise-import-file = 工作簿（.xlsx、.xls）或 CSV 文件
arg-whitelist-import-file = 工作簿（.xlsx、.xls）或 CSV 文件
arg-enterprise-export-to = 写到这个文件：.xlsx 或 .csv
arg-whitelist-export-to = 写到这个文件：.xlsx 或 .csv
import-no-number = 不是整数
import-new-groups = 新建集团：{ $names }
export-done = 已导出 { $count } 行到 { $path }
error-export-kind = 文件名须以 .xlsx 或 .csv 结尾
ex-enterprise-import =
    frsc enterprise import whitelist.xlsx --dry-run
    frsc enterprise import whitelist.xlsx --skip-invalid
ex-enterprise-export =
    frsc enterprise export --to whitelist.xlsx --town 新埭镇
ex-whitelist-import =
    frsc whitelist import whitelist.xlsx --dry-run
ex-whitelist-export =
    frsc whitelist export --to whitelist.csv
cmd-flag = 所依据事实有变的在办事项
cmd-flag-show = 查看一项工作的变化情况
cmd-flag-list = 列出带标记的预约、案件与行程
cmd-flag-resolve = 复核后予以保留
arg-work = 事项：编号或其末几位
arg-flag-list-kind = 只列这些种类
enum-FLAGGED_KIND_APPOINTMENT = 预约
enum-FLAGGED_KIND_CASE = 案件
enum-FLAGGED_KIND_TRIP = 行程
flag-resolve = { $work } 已复核，予以保留。
enum-CASE_STEP_KIND_FLAGS_RESOLVED = 标记已处理
enum-CASE_STEP_KIND_FLAG_WITHDRAWN = 标记已撤回
ex-flag =
    frsc flag list
ex-flag-show =
    frsc flag show 7k3q
ex-flag-list =
    frsc flag list --kind trip
ex-flag-resolve =
    frsc flag resolve 7k3q --reason "the visa is issued"
col-date = 日期
col-new_group_names = 新建集团
