"""Words that people begin a password with and guessers try first, in the languages of our desks."""

from typing import Final

# Latin words are kept as they read after `1` became `i`, `0` became `o` and so on (see password_rules).
_TEXT: Final = """
abc abcd access account admin administrator agent angel apple april august autumn baby banana baseball basketball
batman bear beautiful bicycle biteme bitcoin blink boss bubble buster butterfly change changeme changeit charlie
cheese chelsea chocolate christmas coffee company computer cookie corona corvette crypto customer daddy daniel
december default demo desk diamond dinosaur doctor dolphin donald dragon eagle eminem energy enter example facebook
family february ferrari flower football forever freedom friday friend fuckyou galaxy game ginger google guest guitar
happy harley harry hello helpdesk hockey holiday honey house hunter iloveu iloveyou instagram internet jackson
january jennifer jessica jesus jordan july june justin killer kitty knight laptop letmein letme liverpool login
london love lovely lover lucky madrid magic mailbox manager march marina market master matrix matthew maverick
merlin michael mickey minecraft minion mobile monday money monkey monster morning mother motdepasse mummy mustang
myspace naruto network newyork nicole ninja november nothing october office ohmygod orange pass passport passw
passwd password passwort paris peace pepper phoenix picture player please pokemon police princess private purple
qazwsx qwert qwerty qwertyuiop rainbow ranger robert root running samsung saturday scooter secret secure security
september server service shadow soccer sommer spider spiderman spring starwars starlight student summer sunday
sunflower sunshine super superman superstar support sweet system teacher telegram temp temporary test tester testing
thomas thursday ticket tigger trustme trustnoi tuesday ukraine universe user username victoria vodafone wednesday
welcome whatever whatsapp william willkommen window winner winter wizard word work yellow zaqwsx zxcvbn zxcvbnm
hasło contraseña azerty bonjour soleil
аброкадабра август апрель бабушка весна виктория войти ворота всегда гость дарья девочка декабрь деньги дима диана
дом дракон друг екатерина жизнь звезда здравствуй зима знание иван интернет июль июнь йцукен йцукенг киев книга
кошка кирилл клиент компьютер кот котик красота ксения лето любимая любимый любовь лучший максим марина март мама
мамочка машина медведь мир москва мяу наташа никита ноябрь октябрь ольга осень пароль папа паша погода поддержка
пользователь помощь привет приветик принцесса россия работа ромашка сайт самсунг сашенька саша светлана
секрет семья сентябрь солнце солнышко спартак спасибо счастье тест тестовый учитель февраль цветок человек школа
юлия январь ангел бог админ администратор
будинок весна вітаю вересень вода гроші груша дитина допомога друзі жовтень життя зірка калина клієнт кохана кохання
кохаю країна лелека липень листопад любов люблю мамуся мрія надія незалежність нація ніколи оберіг парасолька
перемога переможемо підтримка привіт птах рідна родина річка ромашка садок серпень січень слава сонце сонечко соловей травень
тато україна україні українка хліб цукерка червень шевченко школа щастя юність яблуко ящірка робота дніпро львів одеса
"""
WORDS: Final = frozenset(_TEXT.split())

# Neighbouring keys count as a sequence, like 1234 and abcd.
KEY_ROWS: Final = (
    "1q2w3e4r5t6y7u8i9o0p",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "йцукенгшщзхї",
    "фывапролджэ",
    "фівапролджє",
)
KEY_COLUMNS: Final = ("qaz", "wsx", "edc", "rfv", "tgb", "yhn", "ujm")
