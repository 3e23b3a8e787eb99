/** The emoji people use with customers: sign, names in English, Russian and Ukrainian; all of them are looked through. */
import { fold } from "../parts/layouts";

export interface Emoji { readonly sign: string; readonly words: readonly string[] }

const LIST = `🙂 smile slight_smile улыбка усмішка
😀 grinning happy радость радість
😄 smiley laugh смех сміх
😁 grin beaming ухмылка шкіриться
😊 blush warm смущение рум'янець
😉 wink подмигивание підморгування
😍 heart_eyes love влюблён закоханий
🥰 adore smiling_hearts обожание обожнювання
😘 kiss поцелуй поцілунок
😂 joy tears слёзы_смеха сльози_сміху
🤣 rofl хохот регіт
😎 cool sunglasses круто круто
🤩 starstruck wow восторг захват
🥳 party celebrate праздник свято
🤔 thinking hmm думаю думаю
🤨 raised_eyebrow сомнение сумнів
😐 neutral нейтрально нейтрально
😅 sweat_smile неловко ніяково
🙃 upside_down наоборот догори
😇 angel ангел янгол
😌 relieved облегчение полегшення
😴 sleeping сон сон
😕 confused замешательство спантеличення
😟 worried беспокойство занепокоєння
🙁 frown sad грусть сум
😢 cry печаль плач
😭 sob рыдание ридання
😱 scream ужас жах
😡 angry злость злість
😤 triumph пыхтит пихкає
😳 flushed смущённый збентежений
🥺 pleading умоляю благаю
🤒 sick ill болезнь хвороба
🤝 handshake deal рукопожатие рукостискання
👍 thumbsup like yes лайк палец_вверх вподобайка
👎 thumbsdown no дизлайк палец_вниз дизлайк
👌 ok хорошо гаразд
👏 clap аплодисменты оплески
🙏 thanks please pray спасибо дякую прошу
🙌 hooray hands ура ура
💪 muscle strong сила сила
👋 wave hello привет привіт
✌️ victory peace победа перемога
🤞 fingers_crossed удачи нехай_щастить
👉 point_right вправо праворуч
👈 point_left влево ліворуч
👆 point_up вверх вгору
👇 point_down вниз вниз
✍️ writing пишу пишу
👀 eyes look глаза очі
🧠 brain мозг мозок
❤️ heart love сердце серце
🧡 orange_heart оранжевое_сердце помаранчеве_серце
💛 yellow_heart жёлтое_сердце жовте_серце
💚 green_heart зелёное_сердце зелене_серце
💙 blue_heart синее_сердце синє_серце
💜 purple_heart фиолетовое_сердце фіолетове_серце
💔 broken_heart разбитое_сердце розбите_серце
✨ sparkles блёстки блискітки
⭐ star звезда зірка
🌟 glowing_star сияние сяйво
🔥 fire огонь вогонь
💯 hundred сто сто
🎉 tada congratulations поздравляю вітаю
🎂 cake birthday торт торт день_рождения день_народження
🎁 gift present подарок подарунок
🎈 balloon шарик кулька
🏆 trophy кубок кубок
🌹 rose роза троянда
🌸 blossom цветок квітка
💐 bouquet букет букет
🌻 sunflower подсолнух соняшник
☀️ sun солнце сонце
🌙 moon луна місяць
🌈 rainbow радуга веселка
☁️ cloud облако хмара
☔ rain дождь дощ
❄️ snow снег сніг
⚡ lightning zap молния блискавка
☕ coffee кофе кава
🍵 tea чай чай
🍕 pizza пицца піца
🍎 apple яблоко яблуко
🍷 wine вино вино
✅ check done готово виконано
☑️ checkbox отмечено позначено
❌ cross wrong ошибка помилка
❗ exclamation важно важливо
❓ question вопрос питання
⚠️ warning внимание увага
⛔ no_entry запрет заборона
🚫 prohibited нельзя не_можна
💡 idea bulb идея ідея
🔔 bell звонок дзвінок
📌 pin закреп закріплення
📎 paperclip скрепка скріпка
📝 memo note заметка нотатка
📄 document документ документ
📁 folder папка тека
📅 calendar календарь календар
⏰ alarm clock будильник будильник
⏳ hourglass wait ждём чекаємо
⌛ time время час
📦 package parcel посылка посилка
🚚 truck delivery доставка доставка
✈️ plane самолёт літак
🚗 car машина авто
🏠 home дом дім
🏢 office офис офіс
🏪 shop магазин крамниця
💳 card payment карта картка оплата
💰 money деньги гроші
💵 cash dollar наличные готівка
🧾 receipt invoice чек чек
📈 chart_up рост зростання
📉 chart_down падение падіння
📞 phone call телефон телефон
📱 mobile мобильный мобільний
✉️ email letter письмо лист
📧 mail почта пошта
💬 chat message чат чат
🔗 link ссылка посилання
🔍 search поиск пошук
🔒 lock замок замок
🔑 key ключ ключ
🔧 wrench repair ремонт ремонт
🔨 hammer молоток молоток
⚙️ gear settings настройки налаштування
💻 laptop ноутбук ноутбук
🖥️ computer компьютер комп'ютер
🖨️ printer принтер принтер
📷 camera photo фото фото
🎥 video видео відео
🎵 music музыка музика
🔋 battery батарея батарея
🔌 plug питание живлення
🗑️ trash корзина кошик
🆕 new новое нове
🆗 ok_button окей окей
🔄 refresh обновить оновити
➡️ right стрелка стрілка
⬅️ left назад назад
⬆️ up наверх нагору
⬇️ down вниз донизу
1️⃣ one один один
2️⃣ two два два
3️⃣ three три три
🟢 green зелёный зелений
🟡 yellow жёлтый жовтий
🔴 red красный червоний
🐶 dog собака собака
🐱 cat кот кіт
👶 baby малыш малюк
👨‍💻 developer разработчик розробник
👩‍⚕️ doctor врач лікар
🤖 robot bot робот робот
🚀 rocket launch ракета ракета
🏁 finish финиш фініш
🤷 shrug не_знаю не_знаю
🤦 facepalm рука_лицо рука_обличчя
🇺🇦 ukraine украина україна
🇬🇧 britain англия британія
🇪🇺 europe европа європа`;

export const EMOJI: readonly Emoji[] = LIST.split("\n").map((line) => {
  const [sign, ...words] = line.split(" ");
  return { sign: sign!, words: words.map(fold) };
});

/** Beginning of a name first, then anywhere in one. */
export function findEmoji(query: string, limit = 8): Emoji[] {
  const word = fold(query);
  const starts = EMOJI.filter(({ words }) => words.some((one) => one.startsWith(word)));
  const holds = EMOJI.filter((one) => !starts.includes(one) && one.words.some((name) => name.includes(word)));
  return [...starts, ...holds].slice(0, limit);
}
