"""The words of the default rules, by what they tell; "quoted" words match exactly, ... stands for a few words."""

from typing import Final

SOLVED: Final = """
    works now, working now, work again, that solved, solved it, solved my, problem solved, issue is solved, that fixed it,
    it helped, that helped, all good now, thank you so much, thanks a lot, thank you very much
    заработало, все работает, вопрос решен, проблема решена, вопрос снят, разобрался сам, все получилось, помогло,
    спасибо большое, большое спасибо, огромное спасибо
    запрацювало, все працює, питання вирішен, проблему вирішен, питання знят, розібрався сам, все вийшло, допомогло,
    дуже дякую, щиро дякую, велике спасибі
    it is fixed, its fixed, fixed now, is fixed thanks
    все ок спасибо, теперь работает, исправилось, починилось
    все ок дякую, тепер працює, виправилось, полагодилось
"""
NOT_SOLVED: Final = """
    ?, "not", "but", cant, cannot, dont, doesnt, didnt, wont, isnt, please, unfortunately, would be, still
    "не", "но", "нет", нельзя, пожалуйста, прошу, к сожалению, все равно
    "ні", "але", "немає", будь ласка, прошу, на жаль, все одно
"""

SECURITY: Final = """
    hacked, hacker, my account was stolen, account ... compromised, security breach, data breach, data leak, "leaked",
    vulnerability, phishing, malware, ransomware, someone ... logged in, somebody ... logged in, unauthorized access,
    unauthorised access, somebody else ... my account, someone else ... my account, personal data ... exposed
    взлом, хакер, украли аккаунт, угнали аккаунт, увели аккаунт, утечк, слили ... данн, уязвимост, фишинг, вредонос,
    чужой вход, кто то вошел, кто то зашел, несанкционированн, паролем кто то, чужие люди ... аккаунт
    зламал, зламан, хакер, вкрали акаунт, витік, злили ... дан, вразливіст, фішинг, шкідлив, чужий вхід, хтось увійшов,
    хтось зайшов, несанкціонован, паролем хтось
    orders ... never placed, order ... never placed, чужие заказы, чужой заказ, получил доступ к моему,
    чужі замовлення, чуже замовлення, отримав доступ до мого
"""

FRAUD: Final = """
    fraud, scam, charge ... never made, charge ... did not make, charge ... didnt make, charge ... dont recognise,
    charge ... dont recognize, unknown charge, unrecognized charge, unrecognised charge, unauthorized charge,
    unauthorised charge, unauthorized payment, unauthorised payment, unauthorized transaction, stole ... money,
    stolen card, card was stolen
    мошен, обманным путем, списали ... не покупал, списание ... не делал, чужое списание, неизвестное списание,
    украли деньги, украли карту, украли с карты
    шахра, списали ... не купував, списання ... не робив, чуже списання, невідоме списання, вкрали гроші, вкрали картку,
    вкрали з картки
    someone ... using my card, somebody ... using my card, used my card, card without my, payment ... wasnt me, charge ... wasnt me
    платил не я, не я платил, моей картой ... плат, вывел ... деньги, вывели ... деньги, вывел баланс, снял ... без моего
    платив не я, не я платив, моєю карткою ... плат, вивів ... гроші, вивели ... гроші, вивів баланс, зняли ... без мого
"""

OUTAGE: Final = """
    outage, site is down, website is down, service is down, server is down, system is down, everything is down,
    app is down, api is down, totally down, completely down, nothing works, nothing is working, nothing loads,
    nobody can work, none ... can work, no one can work, nobody can log in, "503", "502", production ... down
    сайт лежит, лежит сайт, сервис лежит, лежит сервис, сервер лежит, лежит сервер, все лежит, сайт упал, упал сайт,
    сервис упал, упал сервис, сервер упал, упал сервер, все упало, ничего не работает, ничего не открывается,
    ничего не грузится, полный сбой, массовый сбой, никто ... не может работать, у всех не работает, сайт недоступен,
    сервис недоступен, не работает весь, не работает вся, работа стоит, работа встала
    сайт лежить, лежить сайт, сервіс лежить, лежить сервіс, сервер лежить, лежить сервер, все лежить, сайт впав,
    впав сайт, сервіс впав, впав сервіс, сервер впав, впав сервер, все впало, нічого не працює, нічого не відкривається,
    нічого не завантажується, повний збій, масовий збій, ніхто ... не може працювати, у всіх не працює,
    в усіх не працює, сайт недоступний, сервіс недоступний, не працює весь, не працює вся, робота стоїть, робота стала
    offline since, are all offline, all our ... offline, down for all, down for everyone, down for everybody,
    not working for anyone, not working for everyone, doesnt work for anyone, whole team cant, whole office cant
    ни у кого не, ни у кого, ни у одного, у всех пользовател, у всех сотрудник, весь офис, вся команда не, "стоим",
    все висит у всех
    ні в кого, ні у кого, у жодного, в жодного, у всіх користувач, в усіх користувач, у всіх співробітник,
    в усіх співробітник, весь офіс, вся команда не, "стоїмо"
"""

PAYMENT: Final = """
    cant ... pay, cannot ... pay, can not ... pay, unable to pay, not able to pay, couldnt ... pay, payment ... failed,
    payment fails, payment ... declined, payment ... rejected, payment doesnt, payment does not, card ... declined,
    card ... rejected, charged twice, charged me twice, double charge, charged double, billed twice, paid twice,
    overcharged, money is gone, checkout ... fails, checkout ... broken
    не могу ... оплат, не можем ... оплат, не получается ... оплат, не удается ... оплат, не удалось ... оплат,
    оплата не проход, оплата не прошла, платеж не проход, платеж не прошел, платеж отклон, оплата отклон,
    карта не проход, карту не принима, карта не принима, карта отклон, дважды сня, дважды спис, два раза сня,
    два раза спис, сняли дважды, списали дважды, списали два раза, сняли два раза, двойное списание, списали лишн,
    сняли лишн, деньги спис ... заказ
    не можу ... оплат, не можемо ... оплат, не виходить ... оплат, не вдається ... оплат, не вдалося ... оплат,
    оплата не проход, оплата не пройшла, платіж не проход, платіж не пройшов, платіж відхил, оплату відхил,
    оплата відхил, картка не проход, картку не прийма, картка не прийма, картку відхил, двічі зня, двічі спис,
    два рази зня, два рази спис, зняли двічі, списали двічі, подвійне списання, списали зайв, зняли зайв
    checkout will not, checkout wont, checkout does not, wont take my card, wont accept my card, wont accept my payment,
    will not take my, will not accept my, payment error, error ... payment, payment keeps, payment is stuck,
    charged the wrong, charged too much, wrong amount
    отказ банка, деньги не уходят, при оплате ... отказ, при оплате ... ошибк, ошибка ... оплат, ошибку ... оплат,
    платеж завис, списали больше, лишние деньги, не принимает карту, не принимает оплату, не дает оплатить,
    отклоняет карту
    відмову банку, відмова банку, гроші не йдуть, при оплаті ... помилк, під час оплати ... помилк,
    під час оплати ... відмов, помилка ... оплат, помилку ... оплат, платіж завис, списали більше, зайві гроші,
    не приймає картку, не приймає оплату, не дає оплатити, відхиляє картку
    card ... refused, заказ неоплачен, заказ не оплачен, замовлення неоплачен, замовлення не оплачен
"""

SIGN_IN: Final = """
    cant log, cannot log, can not log, cant login, cannot login, cant sign in, cannot sign in, unable to log,
    unable to sign in, not able to log, couldnt log in, login fails, login failed, login doesnt work, locked out,
    account is locked, account is blocked, account was blocked, reset link ... error, cant access my account,
    cannot access my account, password doesnt work, password is not accepted
    не могу войти, не могу зайти, не могу залогин, не могу авторизов, не получается войти, войти не получается,
    не удается войти, не пускает, не получается зайти, зайти не получается, аккаунт заблокир, заблокировали аккаунт,
    код ... не приходит, пароль не подходит, не приходит ... код, не подходит пароль
    не можу увійти, не можу ввійти, не можу зайти, не можу залогін, не можу авториз, не виходить увійти,
    не виходить зайти, увійти не виходить, зайти не виходить, не вдається увійти, не вдається зайти, не пускає,
    акаунт заблок, заблокували акаунт, код ... не приходить, пароль не підходить, не приходить ... код,
    не підходить пароль
    cant get into, cannot get into, cant get in, wrong password, invalid password, code ... never arrive,
    code ... doesnt arrive, code ... not arrive, account is suspended, account has been suspended, lost access,
    reset ... never arrive, reset ... doesnt arrive
    неверный пароль, пишет ... пароль, потерял доступ, потеряла доступ, сброс ... не доход, сброс ... не приход,
    нет доступа к аккаунт, нет доступа к кабинет, не могу попасть в
    невірний пароль, неправильний пароль, пише ... пароль, втратив доступ, втратила доступ, скидання ... не доход,
    скидання ... не приход, немає доступу до, не можу потрапити
"""
HOW_TO: Final = "how do i, как сменить, як змінити"

ESCALATION: Final = """
    lawyer, attorney, legal action, will sue, "to sue", "sue you", go to court, you to court, in court, consumer protection, ombudsman, trading standards,
    chargeback, speak to ... manager, speak to ... supervisor, talk to ... manager, talk to ... supervisor,
    unacceptable, last warning, go to the press
    в суд, через суд, судебн, юрист, адвокат, роспотребнадзор, прокуратур, защит прав потреб, защиты прав потреб,
    досудебн, претензи, позовите ... руковод, позовите ... начальн, поговорить с руковод, свяжите ... руковод,
    недопустимо, последнее предупреждение
    до суду, через суд, судов, юрист, адвокат, держпродспожив, прокуратур, захисту прав спожив, досудов, претензі,
    покличте ... керівник, покличте ... начальн, поговорити з керівник, звяжіть ... керівник, неприпустимо,
    останнє попередження
"""

URGENT: Final = """
    urgent, "asap", as soon as possible, immediately, right away, emergency, time critical, deadline is today
    срочно, немедленно, как можно скорее, как можно быстрее, неотложно, экстренн, сегодня же
    терміново, негайно, якнайшвидше, якомога швидше, як можна швидше, невідкладно, екстрен, сьогодні ж
"""
NOT_URGENT: Final = """
    not urgent, isnt urgent, nothing urgent, no urgency, not an emergency
    не срочно, несрочно, не срочный
    не терміново, нетерміново, не терміновий
"""

COMPLAINT: Final = """
    complain, terrible, awful, horrible, disgusting, disgrace, worst, very disappointed, extremely disappointed,
    really disappointed, extremely rude, was rude, so rude, ridiculous, fed up, sick and tired, shame on you,
    waste of money, waste of time, poor service, bad service, unprofessional, ignored for, ignoring me
    жалоб, пожалова, ужасн, отвратительн, безобрази, хамств, хамит, нахами, хамил, грубо, нагруби, разочаров, издева,
    возмущ, возмут, кошмар, позор, наплевательск, некомпетент, непрофессионал, сколько можно ждать, худший, худшая,
    игнорируете, развод на деньги
    скарг, скаржи, поскаржи, жахлив, огидн, неподобств, хамств, хамит, нахами, хамив, грубо, нагруби, розчаров, знуща,
    обуре, кошмар, ганьба, байдуж, некомпетент, непрофес, скільки можна чекати, найгірш, ігноруєте
    useless, nobody ever answers, nobody answers, no one answers, never answer, no reply for, still no reply,
    no response for, a joke, unhappy with, not happy with, dissatisfied, lied to me, misleading, let down, rude
    никто не отвечает, нет ответа уже, не отвечаете, бесполезн, отношение к покупат, отношение к клиент, недовол,
    обман, врете, вранье, не уважаете, мерзк, плохой сервис, плохое обслуживан, ждать ответа, жду ответа уже, дней жду
    ніхто не відповідає, немає відповіді вже, не відповідаєте, марн, ставлення до покупц, ставлення до клієнт, невдовол,
    незадовол, обман, брешете, брехн, не поважаєте, поганий сервіс, погане обслуговуван, чекаю на відповідь вже,
    днів чекаю
    nobody cares, no one cares, плевать, начхать
"""

SUGGESTION: Final = """
    would be great to, would be nice to, would be great if, would be nice if, would be good to, would be good if,
    would be helpful if, would be useful, would love to see, feature request, i suggest, i would suggest,
    id suggest, we suggest, suggestion, have you considered, have you thought, please consider adding, could you add,
    please add ... option, please add ... feature, "idea", missing feature
    было бы здорово, было бы хорошо, было бы неплохо, было бы удобн, было бы классно, было бы круто, было бы полезн,
    предлагаю, предложение, хотелось бы, идея, пожелани, добавьте ... возможность, добавьте ... функци,
    сделайте ... возможность, не хватает функци, рассмотрите возможность
    було б чудово, було б добре, було б непогано, було б зручн, було б класно, було б круто, було б корисн, пропоную,
    пропозиці, хотілося б, хотілось б, ідея, побажанн, додайте ... можливість, додайте ... функці,
    зробіть ... можливість, бракує функці, розгляньте можливість
    why not let, why dont you add, would help a lot, would help us, wish there was, wish i could, should add,
    please consider, could be better if, improvement, what if you
    почему бы не добавить, почему бы вам, не помешал, не хватает возможности, не хватает фильтр, не хватает кнопк,
    темную тему, темная тема, сделайте ... удобне, добавьте ... пожелан, улучшить, хорошо бы, лучше бы сделали
    чому б не додати, чому б вам, не завадил, бракує можливості, бракує фільтр, бракує кнопк, темну тему, темна тема,
    зробіть ... зручніш, покращити, поліпшити, добре б, краще б зробили
"""

PROBLEM: Final = """
    keeps, keep getting, every day, every time, again and again, over and over, third time, second time, fourth time,
    once again, still doesnt, still does not, still not, still cant, still cannot, same issue, same problem, same error,
    constantly, for weeks, for months, for days, repeatedly, each time, always crashes, always fails, randomly, from time to time,
    "recurring"
    постоянно, каждый день, каждый раз, снова и снова, опять не, снова не, опять та же, опять тот же, в третий раз,
    третий раз, второй раз, в который раз, все равно не, до сих пор не, по прежнему не, та же проблема, та же ошибка,
    периодически, время от времени, регулярно, уже месяц, уже неделю, вторую неделю, несколько дней подряд, то и дело
    постійно, щодня, кожен день, щоразу, кожного разу, кожен раз, знову і знову, знов і знов, знову не, знову та сама,
    знову той самий, утретє, втретє, вдруге, третій раз, вкотре, все одно не, все ще не, досі не, та сама проблема,
    та сама помилка, періодично, час від часу, регулярно, уже місяць, вже місяць, уже тиждень, вже тиждень,
    кілька днів поспіль, раз у раз
    every week, every month, every morning, every evening, every monday, every friday, every hour, twice already,
    several times, many times, second week, since last week, since last month, yet again, keep having, keep losing,
    "again"
    каждую неделю, каждый месяц, каждое утро, каждый вечер, каждый час, каждый понедельник, уже дважды, уже два раза,
    несколько раз, много раз, опять, снова, с прошлой недели, с прошлого месяца, неделями, месяцами
    щотижня, щомісяця, щоранку, щовечора, щогодини, щопонеділка, уже двічі, вже двічі, кілька разів, багато разів,
    знову, знов, з минулого тижня, з минулого місяця, тижнями, місяцями
    each night, each day, each week, отвалива, відвалю
"""

INCIDENT: Final = """
    crash, error, broken, broke, stopped working, not working, isnt working, doesnt work, does not work, didnt work,
    wont open, wont load, wont start, does not open, doesnt open, does not load, doesnt load, not loading, freezes,
    frozen, stuck, blank screen, white screen, "bug", bugs, glitch, fails, failed, damaged, wrong item, wrong size,
    wrong order, wrong product, missing item, never arrived, has not arrived, hasnt arrived, did not arrive,
    didnt arrive, not received, lost parcel, lost package, disappeared
    вылетает, вылетел, ошибк, сломал, сломан, поломал, перестал, не работает, не работают, не открывается,
    не открываются, не загружается, не загружаются, не грузится, не запускается, не включается, не отправляется,
    не сохраняется, не отображается, не приходят, не приходит, завис, зависает, белый экран, черный экран, глюк, "баг",
    баги, сбой, сбоит, не тот товар, не тот размер, не тот заказ, не тот цвет, не то что заказ, разбит, поврежд, брак, бракован,
    не пришел, не пришла, не пришло, не дошел, не дошла, не доставили, не хватает, пропал, пропали, исчез, потеряли
    вилітає, вилетів, помилк, зламався, зламалась, зламалося, поламал, перестал, не працює, не працюють,
    не відкривається, не відкриваються, не завантажується, не завантажуються, не запускається, не вмикається,
    не надсилається, не відправляється, не зберігається, не відображається, не приходять, не приходить, завис,
    зависає, білий екран, чорний екран, глюк, "баг", баги, збій, збоїть, не той товар, не той розмір,
    не те замовлення, не той колір, не те що, розбит, пошкодж, брак, бракован, не прийшов, не прийшла, не прийшло, не дійшов,
    не дійшла, не доставили, бракує, зник, зникл, загубили
    drops, dropped, black screen, black picture, no sound, not opening, not responding, does not respond,
    doesnt respond, offline, disconnects, disconnected, cant open, cannot open, cant download, cant upload,
    cannot upload, cant see my, went missing, is missing, "missing", arrived late, delayed, hasnt come, has not come,
    not delivered, empty box, wrong colour, wrong color, wrong address, leaking, "torn", scratched, defective, faulty
    обрывается, оборвал, нет звука, черная картинка, не отвечает, отключается, не могу открыть, не могу скачать,
    не могу загрузить, слетел, слетают, не вижу ... заказ, не привезли, не привез, опаздыва, опоздал, задержк,
    задерживается, пустая коробка, порван, поцарапан, неисправ, дефект, течет, не тот адрес, не видно, не скачива
    обривається, обірвал, немає звуку, чорна картинка, не відповідає, відключається, не можу відкрити,
    не можу завантажити, злетів, злітають, не бачу ... замовлення, не привезли, не привіз, запізнюється, запізнив,
    затримк, затримується, порожня коробка, порван, подряпан, несправн, дефект, тече, не та адреса, не видно,
    не вантажиться, не скачує
    vanished, shows code, shows an error, refused, error code, исчезл, зникл
"""

QUESTION: Final = """
    how do, how can, how to, how much, how many, how long, how does, where can, where do, where is, where are, when will,
    when do, when does, when is, when can, what is, what are, what does, what do, "which", "why", who can, do you,
    does it, does the, is it possible, is there, are there, can i, can we, may i, should i, will you, tell me,
    let me know if, wondering, like to know, want to know, wanted to ask, question about, have a question
    "как", "когда", "где", "куда", "откуда", "сколько", "почему", "зачем", "чем", "какой", "какая", "какие", "какое",
    "каким", "какую", "каком", "ли", подскажите, скажите, хотел узнать, хотела узнать, хочу узнать, интересует,
    есть вопрос, вопрос по
    "як", "коли", "де", "куди", "звідки", "скільки", "чому", "навіщо", "чим", "який", "яка", "які", "яке", "яким", "яку",
    "якому", "чи", підкажіть, скажіть, хотів дізнатис, хотіла дізнатис, хочу дізнатис, цікавить, є питання, питання щодо
    how many, what time, what kind, where to, when to, who is, does your, does my, do i, do we, did you, have you got,
    are you, can you tell, could you tell, could you explain, can you explain, any chance, any news
    "скольки", "скольких", "кто", "каких", "какому", "каким", "разве", интересно, поясните, объясните, уточните
    "котрої", "котрій", "скількох", "хто", "яких", "якому", "якої", "хіба", цікаво, поясніть, уточніть
"""

REQUEST: Final = """
    please cancel, please send, please change, please delete, please remove, please add, please update, please resend,
    please call, please close, please refund, please check, cancel my, cancel the, change my, change the, update my,
    delete my, remove my, close my, send me, send us, resend, want a refund, get a refund, need a refund, give me ... refund, "want a", i want to, want my, i need,
    we need, would like to, id like to, could you please, can you please, please provide, return ... item, exchange
    отмените, отменить, верните, вернуть, сделать возврат, оформить возврат, пришлите, вышлите, отправьте, измените, смените, сменить, поменяйте,
    поменять, изменить, удалите, закройте, добавьте, добавить, подключите, отключите, обновите, исправьте, проверьте,
    оформите, перезвоните, позвоните, сделайте, перенесите, продлите, восстановите, разблокируйте, прошу, нужен, нужна,
    нужно, нужны, требуется, хочу, помогите
    скасуйте, скасувати, поверніть, повернути, зробити повернення, оформити повернення, надішліть, вишліть, відправте, змініть, змінити, поміняйте,
    поміняти, видаліть, закрийте, додайте, додати, підключіть, відключіть, вимкніть, оновіть, виправте, перевірте,
    оформіть, передзвоніть, зателефонуйте, зробіть, перенесіть, продовжте, відновіть, розблокуйте, прошу, потрібен,
    потрібна, потрібно, потрібні, треба, хочу, допоможіть
    kindly, unsubscribe, cancel this, cancel our, cancel order, move my, move the, update the, upgrade my, downgrade,
    add me, add another, forward, reschedule, reset my, restore my, reopen, activate, deactivate, ship it, call me,
    replace, switch me, transfer, verify my, remove me, correct the, block my
    переоформите, отпишите, отписать, перешлите, продублируйте, замените, заменить, заблокируйте, активируйте,
    уберите, снимите, переведите, передайте, свяжитесь, сообщите, выставите, выпишите, подготовьте, подтвердите,
    зарегистрируйте, исключите, запишите, дайте, добавить меня, повысьте, доставьте, сбросьте
    переоформіть, відпишіть, відписати, перешліть, продублюйте, замініть, замінити, заблокуйте, активуйте, приберіть,
    зніміть, переведіть, передайте, звяжіться, повідомте, виставте, випишіть, підготуйте, підтвердьте, зареєструйте,
    виключіть, запишіть, дайте, підвищте, доставте, скиньте
    "change", "remove", поправьте, перейти на, виправте
"""

NOT_AGAIN: Final = """
    try again, thanks again, hello again, hi again, thank you again, снова здравствуйте, еще раз здравствуйте,
    знову доброго, знов доброго, знову вітаю
"""

POLITE: Final = """
    please, refund, return, cancellation, replacement, invoice
    пожалуйста, прошу, возврат, отмена, замена, счет, справк
    будь ласка, прошу, повернення, скасування, заміна, рахунок, довідк
"""
