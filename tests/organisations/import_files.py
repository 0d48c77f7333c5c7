"""Small files of each format, plainly fictional but for the form of the two public registers."""

import io

from app.organisations.importing.formats import Format, formats

IL_HEADER = (
    "registration_number,name,description,category,size,website,street,house_number,city,latitude,longitude,is_multinational,is_active"
)
JP_HEADER = (
    "corporate_number,name_ja,name_en,name_kana,address_ja,industry_ja,listed,capital_million_jpy,fiscal_year_end,securities_code,"
    "edinet_code"
)
CSV_HEADER = "country,scheme,number,kind,name_native,name_latin,name_kana,description,size,website,contact_email,city,tracks"

IL_ROWS = (
    '519990006,Sample Vision,"Cameras, that see",AI/ML,11-50,https://vision.example,הדוגמה,4,תל אביב-יפו,32.1,34.8,no,yes',
    '519990014,"דוגמה בע""מ",A maker of drones and robots for farms.,Health,"1,001+",www.drones.example,,,,,,no,yes',
    "515308201,Wrong Digit,,IoT,1-10,,,,,,,no,yes",
    "589990001,Quiet Works,,Health,many,,,,,,,no,maybe",
)
JP_ROWS = (
    '6010001000001,株式会社　見本,"SAMPLE CO., LTD.",カブシキガイシャ　ミホン,見本市１番地,機械,yes,1500,3月31日,99990,E99991',
    "2180301000002,見本電気株式会社,,ミホンデンキカブシキガイシャ,見本市２番地,輸送用機器,no,,,,E99992",
    "6010001000001,株式会社サンプル,,カブシキカイシャサンプル,見本市１番地,機械,no,1500,,,E99993",
)


def file_of(header: str, *rows: str, end: str = "\r\n") -> io.BytesIO:
    """A file of these lines."""
    return io.BytesIO((end.join([header, *rows]) + end).encode())


def il_file(*rows: str) -> io.BytesIO:
    return file_of(IL_HEADER, *(rows or IL_ROWS))


def jp_file(*rows: str) -> io.BytesIO:
    return file_of(JP_HEADER, *(rows or JP_ROWS))


def csv_file(*rows: str, header: str = CSV_HEADER) -> io.BytesIO:
    return file_of(header, *rows)


def form(key: str) -> Format:
    return formats()[key]
