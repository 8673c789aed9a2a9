000100 01  PAY-REC.                                                     
000200     05  PAY-EMP-ID          PIC 9(6)      USAGE COMP.            
000300     05  PAY-GRADE           PIC S9(2)     BINARY.                
000400     05  PAY-HOURS      PIC S9(3)V9 SIGN IS LEADING SEPARATE
000500                                           CHARACTER.             
000600     05  PAY-RATE       PIC S9(5)V9(4) SIGN TRAILING SEPARATE.
000700     05  PAY-ADJUST          PIC S9(5)V99  SIGN LEADING.          
000800     05  PAY-GROSS           PIC S9(9)V99  COMP-3.                
000900     05  PAY-TAX-PCT         COMP-1.                              
001000     05  PAY-YTD             USAGE IS COMP-2.                     
001100     05  PAY-UNITS           PIC S9(9)     COMP-5.                
001200     05  PAY-BIG             PIC S9(18)    COMPUTATIONAL-4.       
001300     05  PAY-THOUSANDS       PIC 9(3)P(3).                        
001400     05  PAY-MILLIONTHS      PIC SP(4)9(2) COMP-3.                
001500     05  PAY-COUNT           PIC S9(4)     COMP SYNC.             
001600     05  PAY-DEPT            PIC X(3)      JUSTIFIED RIGHT.       
001700     05  PAY-TABLE-IX        USAGE INDEX.                         
001800     05  PAY-NEXT            POINTER.                             
001900     05  PAY-PROC            USAGE PROCEDURE-POINTER.             
002000     05  PAY-ACCUMULATORS    COMP-3.                              
002100         10  PAY-ACC-1       PIC S9(7)V99.                        
002200         10  PAY-ACC-2       PIC S9(8)V99.                        
